//! A folder for what the tests put down, removed however their run ends.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use anyhow::{Context, Result};

use crate::command::program;

/// Waits for the pipe to close, then removes the folder.
///
/// Private databases remove their own folders, after stopping their servers;
/// nothing is waited for longer than ten seconds.
const SCRIPT: &str = r#"
cat
for attempt in 1 2 3 4 5 6 7 8 9 10; do
    find "$1" -mindepth 1 -maxdepth 1 ! -name 'clausewise-pg-*' -exec rm -rf {} +
    rmdir "$1" && exit
    sleep 1
done
rm -rf "$1"
"#;

/// Like `/tmp`: the account of a private database removes its folder itself.
const SHARED: u32 = 0o1777;

/// A folder for what the tests put down.
///
/// A shell holds the other end of a pipe: when this process ends, even by an
/// interrupt, the pipe closes and the shell removes the folder.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
    shell: Child,
}

impl Scratch {
    /// Makes an empty folder.
    ///
    /// # Errors
    ///
    /// * it cannot be made, or there is no shell to remove it.
    pub(crate) fn make() -> Result<Self> {
        // Sockets lie in it, whose paths must be short: not in the folder of the workspace.
        let name = format!("clausewise-tests-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder)
            .and_then(|()| fs::set_permissions(&folder, fs::Permissions::from_mode(SHARED)))
            .with_context(|| format!("cannot make {}", folder.display()))?;
        let mut shell = program("sh");
        shell.args(["-c", SCRIPT, "sh"]).arg(&folder);
        // A group of its own: an interrupt from the keyboard must not end it before it tidies.
        shell.current_dir("/").process_group(0);
        shell.stdin(Stdio::piped()).stdout(Stdio::null());
        let shell = shell.stderr(Stdio::null()).spawn();
        let shell = shell.context("cannot start a shell")?;
        Ok(Self { folder, shell })
    }

    /// Returns where the folder is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        if let Err(error) = self.shell.wait() {
            eprintln!("{} may not be gone: {error}", self.folder.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_goes_with_everything_in_it() {
        let scratch = Scratch::make().unwrap();
        let folder = scratch.folder().to_owned();
        fs::create_dir(folder.join("profile")).unwrap();
        fs::write(folder.join("profile/lock"), "held").unwrap();
        let mode = fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o1777, "other accounts tidy up too");
        drop(scratch);
        assert!(!folder.exists());
    }
}
