//! Finding and reading the files of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold what others wrote or what was built.
const FOREIGN: [&str; 6] = [
    "target",
    "node_modules",
    "dist",
    ".git",
    "test-results",
    "data",
];

/// A text file with its place in the workspace.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// Returns the lines with their numbers, from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// Returns the numbered lines of Rust before the file's tests, without comments.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .map(|(number, line)| (number, without_comment(line)))
    }

    /// Names a line of the file in a complaint.
    pub(crate) fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }
}

fn without_comment(line: &str) -> &str {
    let end = line
        .match_indices("//")
        .find(|(at, _)| *at == 0 || line.as_bytes()[at - 1] != b':')
        .map_or(line.len(), |(at, _)| at);
    &line[..end]
}

/// Returns the folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Reads all files under `folder` that end in one of the extensions, in order.
pub(crate) fn under(folder: &str, extensions: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    collect(&root().join(folder), extensions, &mut paths);
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

/// Reads one file.
pub(crate) fn file(path: &str) -> Source {
    read(&root().join(path))
}

fn read(path: &Path) -> Source {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let path = path
        .strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .into_owned();
    Source { path, text }
}

fn collect(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if !FOREIGN.contains(&name) {
                collect(&path, extensions, found);
            }
        } else if path
            .extension()
            .is_some_and(|it| extensions.iter().any(|want| it == *want))
        {
            found.push(path);
        }
    }
}
