//! The bugs in `tests/seeded_bugs`, each a patch with a test that must fail with it: here it is only looked whether they still
//! apply and whether their tests exist. `tools/seeded_bugs.sh` builds each and sees the test fail.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn patches() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("tests/seeded_bugs")).expect("the folder of seeded bugs");
    let mut patches: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    patches.retain(|path| path.extension().is_some_and(|extension| extension == "patch"));
    patches.sort();
    patches
}

/// The files that may hold a test of that name.
fn sources_of(target: &str, module: &str) -> Vec<PathBuf> {
    match target {
        // The cases of storage are run on each disk by a macro, and stand in a file each of their own.
        "native" if module == "memory_disk" => ["book", "disk", "failures", "folding", "lock"]
            .map(|name| root().join(format!("tests/cases/storage/{name}.rs")))
            .to_vec(),
        "native" => vec![root().join(format!("tests/native/{module}.rs"))],
        "sync" => vec![root().join(format!("tests/sync/{module}.rs"))],
        "lib" => {
            let path = module.trim_end_matches("::tests").replace("::", "/");
            vec![root().join(format!("src/{path}.rs")), root().join(format!("src/{path}/mod.rs"))]
        }
        other => panic!("no such target: {other}"),
    }
}

#[test]
fn every_seeded_bug_still_applies_and_names_a_test_that_exists() {
    let patches = patches();
    assert!(patches.len() >= 25, "only {} seeded bugs", patches.len());
    let mut told = BTreeSet::new();
    for patch in patches {
        let text = fs::read_to_string(&patch).expect("a patch");
        let line = |start: &str| text.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default().to_owned();
        let (bug, test) = (line("Bug: "), line("Test: "));
        assert!(bug.len() > 20 && told.insert(bug), "{}: what does it break?", patch.display());
        let (target, test) = test.split_once(' ').expect("a target and a test");
        let (module, name) = test.rsplit_once("::").expect("a module and a test");
        let found = sources_of(target, module)
            .iter()
            .filter_map(|path| fs::read_to_string(path).ok())
            .any(|source| [format!("fn {name}("), format!("fn {name}<")].iter().any(|start| source.contains(start)));
        assert!(found, "{}: there is no test {test}", patch.display());
        let applied = Command::new("git").args(["apply", "--check"]).arg(&patch).current_dir(root()).output();
        let applied = applied.expect("git runs");
        let words = String::from_utf8_lossy(&applied.stderr).into_owned();
        assert!(applied.status.success(), "{} does not apply any more: {words}", patch.display());
    }
}
