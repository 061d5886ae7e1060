//! The key that an organisation signs with: compared, declared, confirmed, replaced.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::api::{ApproveKey, ConfirmKey, DeclareKey, DraftKeyStatement, RotateKey};
use domain::id::OrganisationId;
use domain::network::{HeldKey, KeyOrigin, Network, Organisation};
use domain::permission::Operation;
use domain::signing::{KeyPurpose, KeyStatement, PublicKey};
use domain::time::Timestamp;

use crate::state::AppState;
use crate::web::events::Topic;
use crate::web::form::Form;
use crate::web::page::{Crumb, Done, Page, Shown};
use crate::web::pages::desk::Desk;
use crate::web::pages::refusals::taken;
use crate::web::pages::sheet::{Attachment, key_sheet};
use crate::web::problem::Problem;
use crate::workflow::{self, KeyChange};

/// A key as a page shows it.
struct KeyText {
    public: String,
    fingerprint: String,
    /// The entry that declared it.
    seq: u64,
}

/// One line of the history.
struct Row {
    fingerprint: String,
    origin: &'static str,
    approved_by: String,
    from: u64,
    since: Timestamp,
    ended: Option<(u64, Timestamp)>,
}

/// What the reader may do.
struct Permitted {
    confirm: bool,
    declare: bool,
}

#[derive(Template)]
#[template(path = "organisation_key.html")]
struct KeyPage<'a> {
    p: &'a Page,
    crumbs: Vec<Crumb>,
    form: &'a Form,
    it: &'a Organisation,
    key: Option<KeyText>,
    declared: Option<KeyText>,
    history: Vec<Row>,
    /// Who approves the declared key so far, and how many must.
    approvals: Vec<String>,
    needed: Option<usize>,
    is_own: bool,
    may: Permitted,
    /// The key of the reader's own organisation, where it can approve the declared one.
    approving: Option<KeyText>,
    network: String,
}

/// Shows an organisation's key with its history.
pub(super) async fn show(
    State(app): State<AppState>,
    Path(id): Path<OrganisationId>,
    page: Page,
    desk: Desk,
) -> Result<Shown, Problem> {
    shown(&app, page, &desk, id, &Form::new()).await
}

/// Sends a statement about a key, to be signed.
pub(super) async fn draft(
    State(app): State<AppState>,
    Path(id): Path<OrganisationId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    let purpose = [
        KeyPurpose::KeyDeclaration,
        KeyPurpose::KeyRotation,
        KeyPurpose::KeyRecovery,
    ]
    .into_iter()
    .find(|it| it.as_str() == form.value("purpose"));
    let key: Option<PublicKey> = form.required("new-key", "error-key");
    if let (Some(purpose), Some(key)) = (purpose, key) {
        let wanted = DraftKeyStatement {
            purpose,
            organisation: Some(id),
            key,
        };
        let made = workflow::key_statement(&app.office, desk.by, &wanted).await;
        if let Some(statement) = taken(&mut form, made)? {
            return Attachment::json("statement.json", &key_sheet(&desk, statement));
        }
    }
    Ok(shown(&app, page, &desk, id, &form).await?.into_response())
}

/// Takes what was signed about a key: a declaration, a replacement, or an approval.
pub(super) async fn submit(
    State(app): State<AppState>,
    Path(id): Path<OrganisationId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    let to = format!("/organisations/{id}/key");
    // Every statement about a key is sent in the same form; what it says is within.
    let read = serde_json::from_str::<DeclareKey>(form.value("signed")).ok();
    let said = read.and_then(|command| {
        let payload = command.signed.payload().ok()?;
        Some((KeyStatement::from_bytes(&payload).ok()?, command.signed))
    });
    let Some((said, signed)) = said.filter(|(said, _)| said.organisation == id) else {
        form.reject("signed", "problem-statement-unreadable");
        return Ok(shown(&app, page, &desk, id, &form).await?.into_response());
    };
    let (office, by) = (&app.office, desk.by);
    let done = match said.purpose {
        KeyPurpose::KeyDeclaration => {
            let done = workflow::declare_key(office, by, &DeclareKey { signed }).await;
            taken(&mut form, done)?.map(|_| "done-key-declared")
        }
        KeyPurpose::KeyRotation => {
            let done = workflow::rotate_key(office, by, &RotateKey { signed }).await;
            taken(&mut form, done)?.map(|_| "done-key-rotated")
        }
        KeyPurpose::KeyRecovery => {
            let done = workflow::approve_key(office, by, id, &ApproveKey { signed }).await;
            taken(&mut form, done)?.map(|change| match change {
                KeyChange::Recovered(_) => "done-key-recovered",
                KeyChange::Waiting { .. } => "done-key-approved",
            })
        }
    };
    match done {
        Some(done) => Ok(Done::at(to).saying(done).into_response()),
        None => Ok(shown(&app, page, &desk, id, &form).await?.into_response()),
    }
}

/// Confirms an organisation's first key.
pub(super) async fn confirm(
    State(app): State<AppState>,
    Path(id): Path<OrganisationId>,
    page: Page,
    desk: Desk,
    mut form: Form,
) -> Result<Response, Problem> {
    if form.value("compared") != "yes" {
        form.reject("compared", "error-required");
    }
    let key: Option<PublicKey> = form.required("new-key", "error-key");
    if let Some(key) = key.filter(|_| !form.is_refused()) {
        let command = ConfirmKey { key };
        let done = workflow::confirm_key(&app.office, desk.by, id, command).await;
        if taken(&mut form, done)?.is_some() {
            let to = format!("/organisations/{id}/key");
            return Ok(Done::at(to).saying("done-key-confirmed").into_response());
        }
    }
    Ok(shown(&app, page, &desk, id, &form).await?.into_response())
}

async fn shown(
    app: &AppState,
    page: Page,
    desk: &Desk,
    id: OrganisationId,
    form: &Form,
) -> Result<Shown, Problem> {
    let network = desk.network();
    let it = network.organisation(id).ok_or_else(Problem::not_found)?;
    let waiting = workflow::approvals(&app.office, id).await?;
    let name = |id| network.short_name(id).to_owned();
    let may = |operation| network.authorise(operation, desk.by).is_ok();
    let active = it.keys.active();
    let page = page.following([Topic::Network], desk.seq());
    let template = KeyPage {
        p: &page,
        crumbs: vec![
            Crumb::new("/organisations", page.t("nav-organisations")),
            Crumb::new(format!("/organisations/{id}"), it.short_name.or_mark()),
        ],
        form,
        it,
        key: active.map(|key| KeyText::of(key, 0)),
        declared: it.keys.declared().map(|it| KeyText::of(it.key, it.seq)),
        history: (it.keys.held().iter())
            .map(|held| Row::of(network, held))
            .collect(),
        approvals: waiting
            .iter()
            .map(|it| name(it.approval.organisation))
            .collect(),
        needed: network.approvals_needed(id),
        is_own: desk.acts_for(id),
        may: Permitted {
            confirm: may(Operation::ConfirmKey) && it.keys.held().is_empty(),
            declare: may(Operation::DeclareKey) && desk.acts_for(id),
        },
        approving: approving(desk, it).map(|key| KeyText::of(key, 0)),
        network: workflow::network_name(&app.office).await?.to_string(),
    };
    page.show_as(form.status(), &template)
}

/// Returns the key of the reader's organisation, where its head can approve another one's new key.
fn approving(desk: &Desk, about: &Organisation) -> Option<PublicKey> {
    let own = desk.organisation().filter(|own| own.id != about.id)?;
    (desk.network().authorise(Operation::ApproveKey, desk.by)).ok()?;
    (about.keys.active().is_some() && about.keys.declared().is_some()).then_some(())?;
    desk.network().approvals_needed(about.id)?;
    own.keys.active()
}

impl KeyText {
    fn of(key: PublicKey, seq: u64) -> Self {
        Self {
            public: key.to_string(),
            fingerprint: key.fingerprint().to_string(),
            seq,
        }
    }
}

impl Row {
    fn of(network: &Network, held: &HeldKey) -> Self {
        let approved_by = match &held.origin {
            KeyOrigin::Recovered(by) => {
                let names: Vec<_> = by.iter().map(|id| network.short_name(*id)).collect();
                names.join(" · ")
            }
            KeyOrigin::Admitted | KeyOrigin::Confirmed | KeyOrigin::Rotated => String::new(),
        };
        Self {
            fingerprint: held.key.fingerprint().to_string(),
            origin: held.origin.as_str(),
            approved_by,
            from: held.from,
            since: held.since,
            ended: held.ended,
        }
    }
}
