//! A database that is compared with a bundle while the bundle is verified.

use std::path::Path;

use tokio::runtime::Runtime;
use verifier::bundle::{InvalidBundle, Parts};

use crate::cli::{Failure, say};
use crate::store::{Database, Store};
use crate::workflow::{Compared, Comparison};

/// The comparison, and the parts of the bundle as they come.
pub(super) struct Beside {
    runtime: Runtime,
    parts: Parts,
    comparison: Comparison,
    /// Whether the bundle cannot be taken apart any further, which its verification says.
    is_over: bool,
}

impl Beside {
    /// Opens a database, which must be there.
    pub(super) fn open(named: &str) -> Result<Self, Failure> {
        let folder = Path::new(named);
        let database = if folder.is_dir() {
            Database::in_folder(folder)
        } else {
            named.parse().map_err(Failure::input)?
        };
        if let Database::Sqlite(path) = &database
            && !path.exists()
        {
            let path = path.display();
            return Err(Failure::input(format!("there is no database {path}")));
        }
        let runtime = Runtime::new().map_err(Failure::other)?;
        let opened = async {
            let store = Store::inspect(&database).await.map_err(Failure::other)?;
            let tx = store.snapshot().await.map_err(Failure::other)?;
            Ok(Comparison::of(tx))
        };
        let comparison = runtime.block_on(opened)?;
        Ok(Self {
            runtime,
            parts: Parts::default(),
            comparison,
            is_over: false,
        })
    }

    /// Compares the next bytes of the bundle.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        if self.is_over {
            return Ok(());
        }
        let mut complete = Vec::new();
        let fed = self.parts.feed(bytes, |name, body| {
            complete.push((name.to_owned(), body.to_vec()));
            Ok::<_, InvalidBundle>(())
        });
        self.is_over = fed.is_err();
        for (name, body) in complete {
            let taken = self.runtime.block_on(self.comparison.take(&name, &body));
            taken.map_err(Failure::other)?;
        }
        Ok(())
    }

    /// Compares what is left.
    pub(super) fn finish(self) -> Result<Compared, Failure> {
        let compared = self.runtime.block_on(self.comparison.finish());
        let compared = compared.map_err(Failure::other)?;
        if compared.later > 0 {
            let later = compared.later;
            say(&format!(
                "The database has {later} entries beyond the bundle, compared with themselves alone."
            ));
        }
        Ok(compared)
    }
}
