//! Migrations come in pairs and are never edited.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::expect_none;
use crate::source;

fn names(database: &str) -> Vec<String> {
    let folder = format!("migrations/{database}");
    source::under(&folder, &["sql"])
        .into_iter()
        .map(|file| file.path[folder.len() + 1..].to_owned())
        .collect()
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn migrations_are_numbered_without_gaps() {
    for (index, name) in names("sqlite").iter().enumerate() {
        let number = format!("{:04}_", index + 1);
        assert!(
            name.starts_with(&number),
            "{name} should start with {number}"
        );
    }
}

/// To publish a new pair, add its sums: `cd migrations && sha256sum */*.sql > SHA256SUMS`.
#[test]
fn published_migrations_are_never_edited() {
    let sums = source::file("migrations/SHA256SUMS");
    let listed: BTreeMap<&str, &str> = sums
        .text
        .lines()
        .map(|line| line.split_once("  ").expect("a line of sha256sum"))
        .map(|(sum, name)| (name, sum))
        .collect();
    let mut complaints = Vec::new();
    for file in source::under("migrations", &["sql"]) {
        let name = file.path.trim_start_matches("migrations/");
        let sum = hex::encode(Sha256::digest(&file.text));
        match listed.get(name) {
            None => complaints.push(format!("{name} is not in migrations/SHA256SUMS")),
            Some(known) if *known != sum => complaints.push(format!("{name} was edited")),
            Some(_) => {}
        }
    }
    let present = |name: &str| source::root().join("migrations").join(name).is_file();
    complaints.extend(
        listed
            .keys()
            .filter(|name| !present(name))
            .map(|name| format!("{name} has gone")),
    );
    expect_none("write a new pair instead", &complaints);
}
