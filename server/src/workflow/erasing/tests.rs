//! Erasing people and words: nothing of them is left anywhere.

use axum::http::StatusCode;
use domain::api::{
    ErasePerson, EraseWords, InviteDelegate, NamedSubject, OpenThread, WithdrawRole,
};
use domain::consensus::PositionKind;
use domain::deliberation::AudienceKind;
use domain::id::DelegateId;
use domain::record::{Commitment, ErasedWords};
use domain::refusal::Refusal;
use domain::role::NetworkRole;

use super::super::WorkflowError;
use crate::auth::{Device, refresh};
use crate::web::pages::fixture::{World, location, read};
use crate::workflow;

const NAME: &str = "Zinaida Quillfeather";
const ADDRESS: &str = "zinaida@quillfeather.example";

/// Reports whether bytes have a word in them, in any case.
fn has(bytes: &[u8], word: &str) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    text.contains(&word.to_lowercase())
}

/// Invites somebody of a conspicuous name, who acts and signs in.
async fn conspicuous(world: &World) -> DelegateId {
    let command = InviteDelegate {
        organisation: Some(world.members[1]),
        role: NetworkRole::Delegate,
        name: NAME.parse().unwrap(),
        address: ADDRESS.parse().unwrap(),
        expires_at: world.now().plus_seconds(86_400),
    };
    let office = &world.office;
    let invited = workflow::invite_delegate(office, world.secretariat, &command)
        .await
        .unwrap();
    let (person, _) = workflow::accept_invitation(office, &invited.token, None)
        .await
        .unwrap();
    let state = world.state();
    let device = Device::new("Quillfeather's telephone", [127, 0, 0, 1].into());
    refresh::start(&state.auth, office.store(), person, device, world.now())
        .await
        .unwrap();
    person
}

fn erasing(also: Vec<ErasedWords>) -> ErasePerson {
    ErasePerson {
        reason: "Asked for under data protection law.".parse().unwrap(),
        also,
    }
}

/// Opens a discussion that names the person, by a request whose answer is kept.
async fn writes_of_her(world: &World) {
    let register = world.office.register();
    let table = world.on_table(&register).current().unwrap();
    let command = OpenThread {
        subject: NamedSubject::Clause {
            clause: world.clause(2),
            text_hash: table.clause(world.clause(2)).unwrap().hash,
        },
        audience: AudienceKind::Delegates,
        words: format!("I spoke with {}, who agrees.", NAME.to_uppercase())
            .parse()
            .unwrap(),
        quote: None,
        at: None,
        cursors: None,
        mentions: Vec::new(),
    };
    let (office, by) = (&world.office, world.delegates[0]);
    workflow::open_thread(office, by, world.instrument, &command, None)
        .await
        .unwrap();
}

/// Every page and every answer that a reader could find a name in.
async fn everything_said(world: &World) -> String {
    let mut said = String::new();
    let last = world.office.register().next_seq();
    let mut paths: Vec<String> = [
        "/",
        "/people",
        "/record",
        "/organisations",
        "/groups",
        "/notices",
        "/instruments",
    ]
    .map(str::to_owned)
    .into();
    paths.extend((0..last).map(|seq| format!("/record/{seq}")));
    for rest in [
        "",
        "/past",
        "/amendments",
        "/calls",
        "/figures",
        "/rolling",
        "/threads",
        "/audit/text",
        "/audit/compare",
    ] {
        paths.push(world.path(rest));
    }
    for rest in ["", "/past", "/blame", "/compare"] {
        paths.push(world.path(&format!("/clauses/{}{rest}", world.clause(2))));
    }
    paths.push(world.path(&format!("/audit/clauses/{}", world.clause(2))));
    for path in paths {
        let (_, html) = world.page(world.secretariat, &path).await;
        said.push_str(&html);
    }
    said
}

#[tokio::test]
async fn an_erased_person_is_nowhere_any_more() {
    let world = World::tabled().await;
    let person = conspicuous(&world).await;
    world.takes(1, 2, PositionKind::Object).await;
    let withdrawn = world.delegates[5];
    let command = WithdrawRole {
        reason: format!("Replaced by {NAME}.").parse().unwrap(),
    };
    workflow::withdraw_role(&world.office, world.secretariat, withdrawn, &command)
        .await
        .unwrap();
    writes_of_her(&world).await;
    world.page(world.delegates[0], "/notices").await;
    assert!(has(&world.bytes_on_disk(), "quillfeather"));
    assert!(has(everything_said(&world).await.as_bytes(), NAME));
    let traces = workflow::traces(&world.office, world.secretariat, person)
        .await
        .unwrap();
    assert_eq!(traces.naming.len(), 1, "{traces:?}");
    let also = traces.naming.iter().map(|it| ErasedWords {
        entry: it.seq,
        places: vec![it.place],
    });
    let command = erasing(also.collect());
    let erased = workflow::erase_person(&world.office, world.secretariat, person, &command)
        .await
        .unwrap();
    assert!(erased.is_traceless);
    for word in ["quillfeather", "zinaida"] {
        assert!(!has(&world.bytes_on_disk(), word), "{word}");
        assert!(
            !has(everything_said(&world).await.as_bytes(), word),
            "{word}"
        );
        assert!(
            !has(format!("{:?}", world.office).as_bytes(), word),
            "{word}"
        );
    }
    assert_eq!(
        world.office.register().network().delegate_name(person),
        "[–]"
    );
}

#[tokio::test]
async fn the_commitments_of_erased_words_stay_with_their_entries() {
    let world = World::tabled().await;
    let person = conspicuous(&world).await;
    let before = kept_bytes(&world).await;
    let command = erasing(Vec::new());
    workflow::erase_person(&world.office, world.secretariat, person, &command)
        .await
        .unwrap();
    let after = kept_bytes(&world).await;
    assert_eq!(after[..before.len()], before[..]);
    let last = before.len() as u64;
    let (_, html) = world
        .page(world.secretariat, &format!("/record/{last}"))
        .await;
    assert!(html.contains("erased the data of the person"), "{html}");
}

/// Returns the bytes of every entry, each of whose contents is still committed to.
async fn kept_bytes(world: &World) -> Vec<Vec<u8>> {
    let mut bytes = Vec::new();
    for seq in 0..world.office.register().next_seq() {
        let kept = world.office.stored_entry(seq).await.unwrap().unwrap();
        for content in &kept.contents {
            let Some(words) = &content.words else {
                continue;
            };
            let commitment = Commitment::new(&words.salt, &words.bytes);
            assert_eq!(*commitment.as_bytes(), content.commitment);
        }
        bytes.push(kept.stored.bytes);
    }
    bytes
}

#[track_caller]
fn refused<T: std::fmt::Debug>(done: Result<T, WorkflowError>) -> Refusal {
    match done {
        Err(WorkflowError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_last_of_the_secretariat_cannot_be_erased_nor_anybody_twice() {
    let world = World::tabled().await;
    let (office, by) = (&world.office, world.secretariat);
    let command = erasing(Vec::new());
    let last = workflow::erase_person(office, by, by, &command).await;
    assert_eq!(refused(last), Refusal::LastOfSecretariat);
    let other = workflow::erase_person(office, world.delegates[0], by, &command).await;
    assert_eq!(refused(other), Refusal::NotPermitted);
    let person = conspicuous(&world).await;
    let telling = ErasePerson {
        reason: format!("{NAME} asked for it.").parse().unwrap(),
        also: Vec::new(),
    };
    let named = workflow::erase_person(office, by, person, &telling).await;
    assert_eq!(refused(named), Refusal::ReasonNamesPerson);
    workflow::erase_person(office, by, person, &command)
        .await
        .unwrap();
    let again = workflow::erase_person(office, by, person, &command).await;
    assert_eq!(refused(again), Refusal::NothingToErase);
}

#[tokio::test]
async fn a_reason_is_erased_by_itself_and_a_wording_is_not() {
    let world = World::tabled().await;
    let (office, by) = (&world.office, world.secretariat);
    let seq = world.takes(1, 2, PositionKind::Object).await;
    let words = |places: &[u16]| EraseWords {
        places: places.to_vec(),
        reason: "It names a third person.".parse().unwrap(),
    };
    office.register_at(seq).await.unwrap().unwrap();
    workflow::erase_words(office, by, seq, &words(&[0]))
        .await
        .unwrap();
    let said = everything_said(&world).await;
    assert!(!said.contains("Our law sets another deadline."), "{said}");
    assert!(!has(
        &world.bytes_on_disk(),
        "our law sets another deadline"
    ));
    let again = workflow::erase_words(office, by, seq, &words(&[0])).await;
    assert_eq!(refused(again), Refusal::NothingToErase);
    let register = office.register();
    let tabled = world.on_table(&register).current().unwrap().seq - 1;
    let wording = workflow::erase_words(office, by, tabled, &words(&[0])).await;
    assert_eq!(refused(wording), Refusal::WordingStays);
    let name = workflow::erase_words(office, by, 0, &words(&[1])).await;
    assert_eq!(refused(name), Refusal::NameOfPerson);
}

#[tokio::test]
async fn the_page_asks_once_more_with_what_will_vanish() {
    let world = World::tabled().await;
    let person = conspicuous(&world).await;
    let by = world.secretariat;
    let path = format!("/people/{person}/erase");
    let (status, html) = world.page(by, &path).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains(NAME) && html.contains(ADDRESS), "{html}");
    let fields = [("reason", "Asked for it."), ("step", "ask")];
    let (status, html) = read(world.post(by, &path, &fields).await).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    assert!(html.contains("cannot be undone"), "{html}");
    assert_eq!(
        world.office.register().network().delegate_name(person),
        NAME
    );
    let done = world.confirm(by, &path, &html).await;
    assert_eq!(location(&done), "/people");
    assert_eq!(
        world.office.register().network().delegate_name(person),
        "[–]"
    );
    let (status, _) = world.page(world.delegates[0], &path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
