//! What entries about organisations' keys say.

use domain::record::KeyFact;
use domain::signing::PublicKey;

use super::{Arguments, Teller, isolated, nothing};
use crate::i18n::{Argument, ArgumentValue, Markup};

impl Teller<'_> {
    pub(super) fn key(&self, fact: &KeyFact) -> Arguments {
        match fact {
            KeyFact::OrganisationKeyDeclared { key, .. } => vec![("key", fingerprint(*key))],
            KeyFact::OrganisationKeyConfirmed { organisation, key } => vec![
                ("organisation", self.member(*organisation)),
                ("key", fingerprint(*key)),
            ],
            KeyFact::OrganisationKeyRotated { key, previous, .. } => vec![
                ("key", fingerprint(*key)),
                ("previous", fingerprint(*previous)),
            ],
            KeyFact::OrganisationKeyRecovered {
                organisation,
                key,
                previous,
                approvals,
            } => {
                let by = approvals
                    .iter()
                    .map(|it| isolated(self.desk.network().short_name(it.organisation)));
                let by: Vec<Markup> = by.collect();
                vec![
                    ("organisation", self.member(*organisation)),
                    ("key", fingerprint(*key)),
                    ("previous", fingerprint(*previous)),
                    ("approving", self.page.list_html(&by).value()),
                ]
            }
        }
    }

    /// Names the key that the acting organisation held when the entry was appended.
    pub(super) fn signing_key(&self) -> ArgumentValue {
        let own = (self.entry.organisation).and_then(|id| self.desk.network().organisation(id));
        let key = own.and_then(|own| own.keys.at(self.entry.seq));
        key.map_or_else(nothing, fingerprint)
    }
}

/// Writes what people compare a key by.
pub(super) fn fingerprint(key: PublicKey) -> ArgumentValue {
    let written = key.fingerprint().to_string();
    Markup::trusted(format!("<code class=\"hash\">{written}</code>")).value()
}
