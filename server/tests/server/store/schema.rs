//! The two schemas are one: same tables, same columns, same migrations.

use std::collections::BTreeSet;
use std::path::Path;

use server::store::{MIGRATIONS, Store};

use crate::databases::Kind;
use crate::store::support::on;

/// Table, column, type in the words of SQLite, and whether it may be absent.
type Column = (String, String, String, bool);

async fn columns_of_sqlite(store: &Store) -> BTreeSet<Column> {
    let Store::Sqlite { readers, .. } = store else {
        unreachable!("it is on SQLite")
    };
    let rows: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT tables.name, columns.name, columns.type, NOT columns.\"notnull\"
           FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
          WHERE tables.type = 'table' AND tables.name NOT LIKE '\\_sqlx%' ESCAPE '\\'
            AND tables.name NOT LIKE 'sqlite%'",
    )
    .fetch_all(readers)
    .await
    .unwrap();
    rows.into_iter().collect()
}

async fn columns_of_postgres(store: &Store) -> BTreeSet<Column> {
    let Store::Postgres(pool) = store else {
        unreachable!("it is on PostgreSQL")
    };
    let rows: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text,
                CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'boolean' THEN 'INTEGER'
                               WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB'
                               WHEN 'text' THEN 'TEXT' ELSE data_type END,
                is_nullable = 'YES'
           FROM information_schema.columns
          WHERE table_schema = 'public' AND NOT starts_with(table_name, '_sqlx')",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    rows.into_iter().collect()
}

#[tokio::test]
async fn both_schemas_have_the_same_tables_and_columns() {
    let (sqlite, _file) = on(Kind::Sqlite).await;
    let (postgres, _own) = on(Kind::Postgres).await;
    let ours = columns_of_sqlite(&sqlite).await;
    assert!(ours.len() > 30, "{ours:?}");
    assert_eq!(ours, columns_of_postgres(&postgres).await);
}

#[test]
fn every_migration_file_is_listed_in_order() {
    let names: Vec<String> = MIGRATIONS
        .iter()
        .map(|pair| format!("{}.sql", pair.name))
        .collect();
    for dialect in ["sqlite", "postgres"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../migrations")
            .join(dialect);
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(files, names, "{dialect}");
    }
}

#[test]
fn migrations_are_numbered_without_gaps() {
    for (number, pair) in (1..).zip(MIGRATIONS) {
        assert!(
            pair.name.starts_with(&format!("{number:04}_")),
            "{}",
            pair.name
        );
    }
}
