//! Adopted texts as somebody without an account reads them.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use domain::consensus::PositionKind;
use ledger::note::{KeyKind, SigningKey};

use super::*;
use crate::cli::check_folder;
use crate::sealing::reach::Reach;
use crate::web::ledger::tests::seal;
use crate::web::pages::fixture::{ALL, World, clause_id, english, first_texts, outline};

fn address(world: &World, rest: &str) -> String {
    format!("/adopted/{}{rest}", world.instrument)
}

#[tokio::test]
async fn nothing_is_public_of_a_text_before_it_is_adopted() {
    let world = World::tabled().await;
    world.is_agreed_on(&ALL).await;
    for path in [address(&world, ""), address(&world, "/1")] {
        let (status, html) = world.page_signed_out(&path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{html}");
        assert!(!html.contains("Open Results<"), "{html}");
    }
    let (_, html) = world.page_signed_out("/adopted").await;
    assert!(!html.contains("Principles for Open Results"), "{html}");
    let (_, html) = world.page_signed_out("/").await;
    assert!(!html.contains("Principles for Open Results"), "{html}");
}

#[tokio::test]
async fn anybody_reads_the_text_with_who_has_signed_and_how_but_no_persons_name() {
    let world = World::tabled().await;
    world.is_adopted().await;
    world
        .signs(
            3,
            "Not where votes are cast by post.",
            "We thank everybody.",
        )
        .await;
    let (_, html) = world.page_signed_out("/").await;
    assert!(html.contains(&address(&world, "\"")), "{html}");
    let (status, html) = world.page_signed_out(&address(&world, "/1")).await;
    assert_eq!(status, StatusCode::OK, "{html}");
    let register = world.office.register();
    let instrument = world.on_table(&register);
    let root = instrument.adopted()[0].root.to_string();
    let permanent = format!("http://127.0.0.1:8080{}", address(&world, "/1"));
    let anchor = format!("id=\"clause-{}\"", clause_id(2));
    let link = address(&world, &format!("/1#clause-{}", clause_id(2)));
    for shown in [
        "<h1 lang=\"en\" dir=\"ltr\">Principles for Open Results</h1>",
        "Results of every polling station shall be published promptly",
        "lang=\"ar\" dir=\"rtl\"",
        "Adopted at the assembly.",
        "Observers of the Region",
        "Reservation of",
        "Not where votes are cast by post.",
        "dissociates itself from this clause",
        "We thank everybody.",
        "Positions on 5 clauses of revision 1 were called for until",
        "Version 1 was adopted",
        "@misc{principles-for-open-results-v1",
        &root,
        &permanent,
        &anchor,
        &link,
    ] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
    for hidden in [
        "Delegate of",
        "Sofia Ek",
        "members.example",
        "For discussion",
        "A note of the call that stays inside.",
    ] {
        assert!(!html.contains(hidden), "{hidden}: {html}");
    }
    let (_, newest) = world.page_signed_out(&address(&world, "")).await;
    assert!(newest.contains(&link), "{newest}");
}

#[tokio::test]
async fn an_adopted_version_stays_as_it_is_when_the_next_one_is_negotiated_and_adopted() {
    let world = World::tabled().await;
    world.is_adopted().await;
    let amendment = world
        .proposes(4, 2, "Results shall be published within a day.", &[])
        .await;
    let (_, html) = world.page_signed_out(&address(&world, "")).await;
    assert!(!html.contains("within a day"), "{html}");
    assert!(!html.contains("has been adopted since"), "{html}");
    let (status, _) = world.page_signed_out(&address(&world, "/2")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);

    let mut texts = first_texts();
    texts[1].3 = "Results shall be published within two days.";
    world.drops(4, amendment).await;
    world.reopens(2).await;
    world.table(&outline(&texts)).await;
    let (_, html) = world.page_signed_out(&address(&world, "/1")).await;
    assert!(!html.contains("Revision 2 was tabled"), "{html}");
    world.is_agreed_on(&[2]).await;
    world.adopts().await;
    let (_, newest) = world.page_signed_out(&address(&world, "")).await;
    assert!(newest.contains("within two days"), "{newest}");
    assert!(newest.contains("Revision 2 was tabled"), "{newest}");
    let (_, first) = world.page_signed_out(&address(&world, "/1")).await;
    assert!(first.contains("promptly and in full"), "{first}");
    assert!(!first.contains("within two days"), "{first}");
    assert!(
        first.contains("Version 2 of this text has been adopted since"),
        "{first}"
    );
}

#[tokio::test]
async fn hostile_words_are_text_and_nothing_else() {
    let world = World::tabled().await;
    world.is_adopted().await;
    world
        .signs(3, "<script>alert(1)</script>", "</p><img src=x onerror=y>")
        .await;
    let (_, html) = world.page_signed_out(&address(&world, "/1")).await;
    assert!(
        html.contains("&lt;script&gt;") || html.contains("&#60;script"),
        "{html}"
    );
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(!html.contains("<img"), "{html}");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again_and_no_cache_keeps_a_members_page() {
    let world = World::tabled().await;
    world.is_adopted().await;
    let ask = async |tag: Option<&str>| {
        let request = Request::get(address(&world, "/1"));
        let request = match tag {
            Some(tag) => request.header(header::IF_NONE_MATCH, tag),
            None => request,
        };
        world.ask_signed_out(request).await
    };
    let first = ask(None).await;
    assert_eq!(first.headers()[header::CACHE_CONTROL], "public, no-cache");
    let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
    let again = ask(Some(&tag)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    world.signs(3, "Not by post.", "Thank you.").await;
    let changed = ask(Some(&tag)).await;
    assert_eq!(changed.status(), StatusCode::OK);
    let request = Request::get(address(&world, "/1"));
    let own = world.ask(world.delegates[0], request, Body::empty()).await;
    assert_eq!(own.headers()[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn erased_words_leave_their_mark() {
    let world = World::tabled().await;
    world.is_adopted().await;
    world.signs(3, "Not by post.", "Thank you.").await;
    let seq = world.office.register().next_seq() - 1;
    let mut tx = world.office.store().begin().await.unwrap();
    let place = i64::try_from(seq).unwrap();
    for content in [0, 1] {
        assert!(tx.erase_content(place, content).await.unwrap());
    }
    tx.commit().await.unwrap();
    let register = world.office.register_at(seq).await.unwrap().unwrap();
    let instrument = world.on_table(&register);
    let view = AdoptedTextView::find(instrument, None, register.network()).unwrap();
    let sheet = Sheet::of(
        (&english(), &Reach::default()),
        instrument,
        &view,
        "https://x.example",
    )
    .unwrap();
    let second = sheet.items.iter().find(|it| !it.reserved.is_empty());
    assert_eq!(second.unwrap().reserved, [("OBS-1".into(), "[–]".into())]);
    assert_eq!(sheet.remarks[0].statement.as_deref(), Some("[–]"));
}

/// Returns the addresses of the files on a page.
fn files(html: &str) -> Vec<String> {
    let links = html.split("<a href=\"").skip(1);
    let links = links.filter_map(|it| it.split('"').next());
    links
        .filter(|it| it.contains("/entry-"))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn the_command_line_checks_the_files_of_the_adoption_and_of_each_signature() {
    let world = World::tabled().await;
    world.is_adopted().await;
    world.signs(3, "Not by post.", "Thank you.").await;
    let (_, html) = world.page_signed_out(&address(&world, "/1")).await;
    assert!(html.contains("Recorded, not sealed yet"), "{html}");
    assert_eq!(files(&html).len(), 4, "{html}");
    seal(&world).await;
    let (_, html) = world.page_signed_out(&address(&world, "/1")).await;
    assert!(html.contains("Sealed"), "{html}");
    let files = files(&html);
    assert_eq!(files.len(), 6, "{html}");
    let folder = tempfile::tempdir().unwrap();
    for file in &files {
        let (status, bytes) = world.page_signed_out(file).await;
        assert_eq!(status, StatusCode::OK, "{file}: {bytes}");
        let (_, name) = file.rsplit_once('/').unwrap();
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let name = "clausewise.example/ledger".parse().unwrap();
    let key = SigningKey::from_seed(name, KeyKind::Ed25519, &[7; 32]).unwrap();
    let key = key.verifier().to_string();
    check_folder(folder.path(), &key).unwrap();
    // With a word changed the same folder fails.
    let words = files.iter().rfind(|it| it.ends_with(".words.json"));
    let (_, name) = words.unwrap().rsplit_once('/').unwrap();
    let written = std::fs::read_to_string(folder.path().join(name)).unwrap();
    let altered = written
        .replace("assembly", "congress")
        .replace("post", "mail");
    assert_ne!(altered, written);
    std::fs::write(folder.path().join(name), altered).unwrap();
    let failed = check_folder(folder.path(), &key).unwrap_err();
    assert_eq!(failed, "1 of 2 entries failed");
}

#[tokio::test]
async fn nothing_but_the_adoption_and_its_signatures_is_public_of_the_record() {
    let world = World::tabled().await;
    let position = world.takes(4, 2, PositionKind::Accept).await;
    world.is_adopted().await;
    world.signs(3, "Not by post.", "Thank you.").await;
    seal(&world).await;
    let public = {
        let register = world.office.register();
        let adopted = &world.on_table(&register).adopted()[0];
        let signed = adopted.signatures.values().map(|it| it.seq);
        signed.chain([adopted.seq]).collect::<Vec<_>>()
    };
    for seq in 0..world.office.register().next_seq() {
        for ending in ["json", "tlog-proof", "words.json"] {
            let file = address(&world, &format!("/1/entry-{seq}.{ending}"));
            let (status, text) = world.page_signed_out(&file).await;
            let expected = if public.contains(&seq) {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(status, expected, "{file}: {text}");
        }
    }
    assert!(!public.contains(&position));
    let adopted = public[public.len() - 1];
    for file in [
        format!("/2/entry-{adopted}.json"),
        format!("/1/entry-0{adopted}.json"),
        format!("/1/entry-{adopted}.txt"),
        format!("/1/{adopted}.json"),
    ] {
        let (status, _) = world.page_signed_out(&address(&world, &file)).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{file}");
    }
}

#[tokio::test]
async fn each_signatory_says_by_what_its_positions_stand_on_record() {
    let world = World::tabled().await;
    world.is_adopted().await;
    world.signs(3, "Not by post.", "Thank you.").await;
    let (_, html) = world.page_signed_out(&address(&world, "/1")).await;
    assert!(
        html.contains("The server recorded this signature; no key of the organisation signed it."),
        "{html}"
    );
    assert!(
        html.contains("5 positions on this text are recorded by the server"),
        "{html}"
    );
    assert!(!html.contains("signed with a key of its own"), "{html}");
}
