//! The open amendments that one meets: those it collides with, and those that change a sentence with it.

use domain::amendments::CollisionClass;
use domain::id::AmendmentId;
use domain::instrument::{Amendment, Instrument};
use domain::permission::Operation;

use crate::web::page::Page;
use crate::web::pages::desk::Desk;
use crate::web::pages::text::given;

/// An open amendment that another one meets.
#[derive(Debug)]
pub(super) struct Beside {
    pub(super) id: AmendmentId,
    pub(super) number: u32,
    pub(super) href: String,
    pub(super) sponsors: String,
    /// The class of the collision, or `near` where both can be adopted but change one sentence.
    pub(super) class: &'static str,
    /// What they make of the sentences together, where they are near.
    pub(super) sentences: Vec<String>,
    /// Why a person declared it.
    pub(super) reason: Option<String>,
    /// Where a declared collision is lifted, for those who may.
    pub(super) lift: Option<String>,
}

/// Lists the open amendments that one meets, in the order they were tabled.
pub(super) fn beside(
    page: &Page,
    desk: &Desk,
    instrument: &Instrument,
    amendment: &Amendment,
) -> Vec<Beside> {
    if !amendment.is_open() {
        return Vec::new();
    }
    let id = amendment.id;
    let of = |other: AmendmentId, class: &'static str, sentences: Vec<String>| {
        let other = instrument.amendment(other)?;
        let sponsors: Vec<_> = (other.sponsors().iter())
            .map(|id| desk.network().short_name(*id).to_owned())
            .collect();
        let declared = instrument.declared_collision(id, other.id);
        let own = format!("/instruments/{}/amendments", instrument.id);
        let may = desk.may(Operation::DeclareCollision, instrument);
        Some(Beside {
            id: other.id,
            number: other.number,
            href: format!("{own}/{}", other.id),
            sponsors: page.list(&sponsors),
            class,
            sentences,
            reason: declared.and_then(|it| given(Some(&it.reason))),
            lift: declared
                .filter(|_| may)
                .map(|_| format!("{own}/{id}/collisions/lift?other={}", other.id)),
        })
    };
    let other = |one: AmendmentId, two: AmendmentId| match id {
        it if it == one => Some(two),
        it if it == two => Some(one),
        _ => None,
    };
    let collisions = instrument.collisions_of(id);
    let collisions = (collisions.iter())
        .filter_map(|it| of(other(it.one, it.other)?, it.class.as_str(), Vec::new()));
    let comparison = instrument.compare_clause(amendment.change().clause());
    let near = comparison.near();
    let near =
        (near.iter()).filter_map(|it| of(other(it.one, it.other)?, "near", it.sentences.clone()));
    let mut all: Vec<_> = collisions.chain(near).collect();
    all.sort_by_key(|it| it.number);
    all
}

/// Returns the classes of collisions, each as messages name it.
pub(super) const fn classes() -> [&'static str; 7] {
    [
        CollisionClass::Dependent.as_str(),
        CollisionClass::DeleteEdit.as_str(),
        CollisionClass::Alternative.as_str(),
        CollisionClass::MoveMove.as_str(),
        CollisionClass::Overlap.as_str(),
        CollisionClass::SamePoint.as_str(),
        CollisionClass::Declared.as_str(),
    ]
}
