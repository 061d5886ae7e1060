use axum::http::StatusCode;
use domain::deliberation::AudienceKind;
use domain::id::{ClauseId, DelegateId};

use crate::web::pages::fixture::{World, first_texts, hidden_fields, location, outline, read};

/// A text on the table, with ways to discuss its second clause.
struct Round {
    world: World,
    clause: ClauseId,
}

impl Round {
    async fn new() -> Self {
        let world = World::tabled().await;
        let clause = world.clause(2);
        Self { world, clause }
    }

    fn new_path(&self, audience: &str) -> String {
        let about = format!("subject=clause&about={}", self.clause);
        let new = self.world.path("/threads/new");
        format!("{new}?audience={audience}&{about}")
    }

    /// Fills the form in, as shown, and returns where it leads.
    async fn opens(&self, member: usize, audience: AudienceKind, more: &[(&str, &str)]) -> String {
        let by = self.world.delegates[member];
        let (status, html) = self.world.page(by, &self.new_path(audience.as_str())).await;
        assert_eq!(status, StatusCode::OK, "{html}");
        let hidden = hidden_fields(&html);
        let mut fields: Vec<_> = (hidden.iter())
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.extend(more);
        let path = self.world.path("/threads/new");
        let response = self.world.post(by, &path, &fields).await;
        if response.status() != StatusCode::SEE_OTHER {
            return read(response).await.1;
        }
        location(&response).to_owned()
    }

    async fn status(&self, by: DelegateId, path: &str) -> StatusCode {
        self.world.page(by, path).await.0
    }
}

#[tokio::test]
async fn a_passage_is_discussed_beside_the_clause_and_marked_in_it() {
    let round = Round::new().await;
    let said = [
        ("message", "Which stations?"),
        ("quote", "every polling station"),
    ];
    let thread = round.opens(3, AudienceKind::Delegates, &said).await;
    let page = round.world.path(&format!("/clauses/{}", round.clause));
    let (_, html) = round.world.page(round.world.delegates[4], &page).await;
    assert!(
        html.contains("<mark>every polling station</mark>"),
        "{html}"
    );
    assert!(html.contains(&format!("href=\"{thread}\"")), "{html}");
    let reply = [("message", "All <b>of</b> them.")];
    let by = round.world.delegates[4];
    let response = round.world.post(by, &thread, &reply).await;
    assert_eq!(location(&response), format!("{thread}#m2"));
    let (_, html) = round.world.page(round.world.delegates[3], &thread).await;
    assert!(html.contains("Which stations?"), "{html}");
    assert!(
        html.contains("All &#60;b&#62;of&#60;/b&#62; them."),
        "{html}"
    );
    assert!(
        html.contains("Everybody in the network can read this."),
        "{html}"
    );
}

#[tokio::test]
async fn whoever_may_not_read_a_discussion_does_not_learn_of_it() {
    let round = Round::new().await;
    let said = [("message", "Our line: hold out."), ("quote", "promptly")];
    let thread = round.opens(3, AudienceKind::Organisation, &said).await;
    let page = round.world.path(&format!("/clauses/{}", round.clause));
    for by in [round.world.delegates[0], round.world.secretariat] {
        assert_eq!(round.status(by, &thread).await, StatusCode::NOT_FOUND);
        let refused = round.world.post(by, &thread, &[("message", "Hello")]).await;
        assert_eq!(refused.status(), StatusCode::NOT_FOUND);
        let all = round.world.page(by, &round.world.path("/threads")).await.1;
        let beside = round.world.page(by, &page).await.1;
        for html in [all, beside] {
            assert!(!html.contains(&thread), "{html}");
            assert!(!html.contains("<mark>"), "{html}");
        }
    }
    assert_eq!(
        round.status(round.world.delegates[3], &thread).await,
        StatusCode::OK
    );
}

#[tokio::test]
async fn only_readers_are_offered_and_taken_as_mentions() {
    let round = Round::new().await;
    let by = round.world.delegates[3];
    let (_, html) = round.world.page(by, &round.new_path("organisation")).await;
    assert!(!html.contains("Delegate of EMB-1"), "{html}");
    let stranger = round.world.delegates[0].to_string();
    let said = [("message", "See this."), ("mentions", stranger.as_str())];
    let html = round.opens(3, AudienceKind::Organisation, &said).await;
    assert!(html.contains("may not read this discussion"), "{html}");
    let thread = round.opens(3, AudienceKind::Group, &said).await;
    let (_, html) = round.world.page(by, &thread).await;
    assert!(html.contains("@<bdi>Delegate of EMB-1</bdi>"), "{html}");
}

#[tokio::test]
async fn words_that_are_not_in_the_text_are_refused_at_their_field() {
    let round = Round::new().await;
    let said = [("message", "Why?"), ("quote", "within an hour")];
    let html = round.opens(3, AudienceKind::Group, &said).await;
    assert!(html.contains("These words are not in the text."), "{html}");
    assert!(
        html.contains("within an hour") && html.contains("Why?"),
        "{html}"
    );
}

#[tokio::test]
async fn a_discussion_keeps_words_that_a_later_revision_lacks() {
    let round = Round::new().await;
    let said = [("message", "Too vague."), ("quote", "promptly and in full")];
    let thread = round.opens(3, AudienceKind::Group, &said).await;
    let mut texts = first_texts();
    texts[1].3 = "Results of every polling station shall be published within 24 hours.";
    round.world.table(&outline(&texts)).await;
    let (_, html) = round.world.page(round.world.delegates[3], &thread).await;
    assert!(
        html.contains("These words are no longer in the text."),
        "{html}"
    );
    assert!(html.contains("<mark>promptly and in full</mark>"), "{html}");
    let page = round.world.path(&format!("/clauses/{}", round.clause));
    let (_, html) = round.world.page(round.world.delegates[3], &page).await;
    assert!(html.contains("Words gone"), "{html}");
}

#[tokio::test]
async fn ones_own_message_is_edited_with_a_mark_and_deleted_with_a_gap() {
    let round = Round::new().await;
    let thread = round
        .opens(3, AudienceKind::Group, &[("message", "Teh text.")])
        .await;
    let by = round.world.delegates[3];
    let (_, html) = round.world.page(by, &thread).await;
    let edit = html
        .split("href=\"")
        .find(|it| it.contains("/edit\""))
        .unwrap();
    let edit = edit.split('"').next().unwrap().to_owned();
    let delete = edit.replace("/edit", "/delete");
    let (status, _) = round.world.page(round.world.delegates[4], &edit).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    round
        .world
        .post(by, &edit, &[("message", "The text.")])
        .await;
    let (_, html) = round.world.page(round.world.delegates[4], &thread).await;
    assert!(
        html.contains("The text.") && html.contains("edited"),
        "{html}"
    );
    assert!(!html.contains("Teh text."), "{html}");
    let response = round.world.post(by, &delete, &[]).await;
    assert_eq!(location(&response), thread);
    let (_, html) = round.world.page(round.world.delegates[4], &thread).await;
    assert!(html.contains("Deleted by its author"), "{html}");
    assert!(!html.contains("The text."), "{html}");
}

#[tokio::test]
async fn a_resolved_discussion_says_by_whom_and_is_reopened() {
    let round = Round::new().await;
    let thread = round
        .opens(3, AudienceKind::Group, &[("message", "Agreed?")])
        .await;
    let by = round.world.delegates[4];
    let path = format!("{thread}/resolve");
    round.world.post(by, &path, &[]).await;
    let (_, html) = round.world.page(round.world.delegates[3], &thread).await;
    assert!(
        html.contains("Resolved by <bdi>Delegate of OBS-2</bdi>"),
        "{html}"
    );
    let refused = round
        .world
        .post(by, &thread, &[("message", "One more.")])
        .await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let path = format!("{thread}/reopen");
    round.world.post(by, &path, &[]).await;
    let response = round
        .world
        .post(by, &thread, &[("message", "One more.")])
        .await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn words_of_the_working_draft_are_followed_while_it_is_written() {
    use crate::live::{self, ClauseEdit};
    use domain::api::{NamedSubject, OpenThread};
    use domain::deliberation::Whereabouts;
    use domain::text::RichText;

    let world = World::new().await;
    let clause = world
        .writes("Results are published. Results are checked.")
        .await;
    let (hub, by) = (world.state().hub, world.delegates[2]);
    let command = OpenThread {
        subject: NamedSubject::Draft { clause },
        audience: AudienceKind::Group,
        words: "By whom?".parse().unwrap(),
        quote: Some("Results".parse().unwrap()),
        at: Some(23),
        cursors: None,
        mentions: Vec::new(),
    };
    let thread = live::open_thread(&hub, by, world.instrument, command)
        .await
        .unwrap();
    let place = async || {
        let all = vec![thread.clone()];
        let found = live::whereabouts(&hub, by, world.instrument, all)
            .await
            .unwrap();
        found[&thread.id].clone()
    };
    assert_eq!(place().await, Whereabouts::Here(Some(23..30)));
    let reword = async |text: &str| {
        let edit = ClauseEdit::Text {
            clause,
            base: None,
            text: RichText::plain(text),
        };
        live::edit(&hub, world.delegates[1], world.instrument, vec![edit])
            .await
            .unwrap();
    };
    reword("Örtliche Results are published. Results are checked.").await;
    assert_eq!(place().await, Whereabouts::Here(Some(33..40)));
    reword("Nothing is left.").await;
    assert_eq!(place().await, Whereabouts::Lost);
    let path = format!("/threads/{}", thread.id);
    let (_, html) = world.page(by, &format!("/drafts/{}", world.draft)).await;
    assert!(
        html.contains(&path) && html.contains("Words gone"),
        "{html}"
    );
    assert!(
        !html.contains("value=\"delegates\""),
        "not for everybody: {html}"
    );
    let (_, html) = world.page(by, &path).await;
    assert!(
        html.contains("These words are no longer in the text."),
        "{html}"
    );
}
