//! What every request works with.

use std::sync::Arc;

use crate::auth::Auth;
use crate::live::Hub;
use crate::sealing::standing::Sealing;
use crate::web::reader::Interface;
use crate::workflow::Office;

/// The parts of the server, each cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// Where acts are decided, recorded and announced.
    pub office: Office,
    /// The rooms of the live drafts.
    pub hub: Hub,
    /// What signing in needs.
    pub auth: Arc<Auth>,
    /// The ledger over the record.
    pub sealing: Sealing,
    /// What is the same for all pages.
    pub interface: Interface,
}
