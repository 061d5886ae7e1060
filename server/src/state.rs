//! What every request works with.

use crate::set_up::SetUp;
use crate::web::reader::Interface;
use crate::workflow::Office;

/// The parts of the server, each cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// Where acts are decided, recorded and announced.
    pub office: Office,
    /// What is the same for all pages.
    pub interface: Interface,
    /// The one-time link that sets a new network up.
    pub set_up: SetUp,
}
