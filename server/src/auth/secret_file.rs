//! Secrets in files that nobody else on the machine can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::secret::Secret;

/// Why a secret cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// Others on the machine can read or change the file or folder.
    #[error("{0} has mode {mode:03o}, so others can get at it: chmod go-rwx {0}", path.display())]
    Exposed {
        /// The file or folder.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> SecretFileError + '_ {
    |source| SecretFileError::Io {
        path: path.to_owned(),
        source,
    }
}

/// Makes the data folder for its owner alone, or checks that it is so.
///
/// # Errors
///
/// * [`SecretFileError::Exposed`] if others can look into it;
/// * [`SecretFileError::Io`] if it cannot be made.
pub fn make_folder(path: &Path) -> Result<(), SecretFileError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(io_error(path))?;
    check_mode(path, &fs::metadata(path).map_err(io_error(path))?)
}

fn check_mode(path: &Path, metadata: &fs::Metadata) -> Result<(), SecretFileError> {
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let path = path.to_owned();
        return Err(SecretFileError::Exposed { path, mode });
    }
    Ok(())
}

/// Reads a secret; nothing if there is no such file.
///
/// # Errors
///
/// * [`SecretFileError::Exposed`] if its mode lets others read or change it;
/// * [`SecretFileError::Io`] if it cannot be read.
pub fn read(path: &Path) -> Result<Option<Secret>, SecretFileError> {
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(io_error(path))?,
    };
    check_mode(path, &metadata)?;
    let text = fs::read_to_string(path).map_err(io_error(path))?;
    Ok(Some(Secret::new(text)))
}

/// Writes a secret in place of the one before, in one step and durably.
///
/// # Errors
///
/// * [`SecretFileError::Io`] if it cannot be written.
pub fn replace(path: &Path, secret: &Secret) -> Result<(), SecretFileError> {
    let unfinished = path.with_extension("new");
    write_new(&unfinished, secret).map_err(io_error(&unfinished))?;
    fs::rename(&unfinished, path).map_err(io_error(path))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(io_error(folder))
}

fn write_new(path: &Path, secret: &Secret) -> io::Result<()> {
    // Left over from a crash; a file made by someone else must not be written to.
    if path.symlink_metadata().is_ok() {
        fs::remove_file(path)?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(secret.expose().as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_secret_is_kept_from_others() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("data");
        make_folder(&folder).unwrap();
        make_folder(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o750)).unwrap();
        let exposed = make_folder(&folder).unwrap_err().to_string();
        assert!(exposed.contains("has mode 750"), "{exposed}");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        let path = folder.join("key");
        assert_eq!(read(&path).unwrap(), None);
        for text in ["first", "second"] {
            replace(&path, &Secret::new(text.into())).unwrap();
            assert_eq!(mode(&path), 0o600);
            assert_eq!(read(&path).unwrap().unwrap().expose(), text);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn an_exposed_secret_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        replace(&path, &Secret::new("secret".into())).unwrap();
        for (bits, refused) in [
            (0o640, true),
            (0o604, true),
            (0o620, true),
            (0o400, false),
            (0o600, false),
        ] {
            fs::set_permissions(&path, fs::Permissions::from_mode(bits)).unwrap();
            let result = read(&path);
            let exposed =
                matches!(&result, Err(SecretFileError::Exposed { mode, .. }) if *mode == bits);
            assert_eq!(exposed, refused, "{bits:o}: {result:?}");
        }
    }

    #[test]
    fn what_a_crash_left_behind_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let target = folder.path().join("target");
        std::os::unix::fs::symlink(&target, path.with_extension("new")).unwrap();
        replace(&path, &Secret::new("secret".into())).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().expose(), "secret");
        assert!(!target.exists());
    }
}
