//! How often a law is tried: few times at every `make test`, many at `make soak`, whose result tells how many.

/// `quick`, or `full` where `BURROW_SOAK` is set; then it is told in the form that `tools/soak.sh` collects.
#[track_caller]
pub fn cases(quick: u32, full: u32) -> u32 {
    if std::env::var_os("BURROW_SOAK").is_none() {
        return quick;
    }
    let asked = std::panic::Location::caller();
    println!("counts: {{\"test\":\"{}:{}\",\"cases\":{full}}}", asked.file(), asked.line());
    full
}
