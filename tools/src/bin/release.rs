//! Finishes a build: Trunk runs it as its last step, with the folder to finish in the environment.

use burrow_tools::release::{Build, finish};
use std::path::PathBuf;
use std::process::ExitCode;

fn run() -> Result<String, String> {
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("{name} is not set; Trunk sets it"));
    finish(&Build {
        staging: PathBuf::from(variable("TRUNK_STAGING_DIR")?),
        project: PathBuf::from(variable("TRUNK_SOURCE_DIR")?),
        quick: variable("TRUNK_PROFILE")? != "release",
    })
}

fn main() -> ExitCode {
    match run() {
        Ok(words) => {
            print!("{words}");
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("The build could not be finished: {words}");
            ExitCode::FAILURE
        }
    }
}
