//! Discussions, prepared positions, temperature checks and notices, on both databases.

use std::collections::BTreeSet;

use domain::api::PositionStatement;
use domain::consensus::{Mandate, PositionKind};
use domain::deliberation::{
    Audience, CheckClosed, CheckReply, CheckedClause, Cursors, Message, Passage, Prepared,
    PreparedAnswer, PreparedEnd, Resolved, Respondents, Subject, Temperature, TemperatureCheck,
    Thread,
};
use domain::id::{AmendmentId, CheckId, MessageId, PreparationId, ThreadId};
use domain::text::{ClauseKind, RichText, Wording, WordingHash};
use server::store::{Store, StoreError};

use crate::store::support::{
    NOON, a_clause, a_content, a_delegate, an_entry, an_instrument, an_organisation, append,
    assert_refused, refuses_all, store_contract, uuid,
};

store_contract!(
    a_thread_reads_back_whatever_it_is_about,
    threads_are_listed_by_what_they_are_about,
    erased_words_leave_the_threads_that_quote_them,
    a_thread_is_settled_and_reopened_once_each,
    messages_read_back_with_whom_they_mention,
    a_message_is_replaced_and_then_gone,
    a_person_hears_of_mentions_and_of_their_threads,
    a_prepared_position_is_rewritten_and_answered,
    only_waiting_positions_are_counted,
    a_check_reads_back_with_its_answers,
    notices_are_read_up_to_an_instant_and_never_unread,
    feeds_have_one_secret_until_it_is_revoked,
    what_makes_no_sense_in_a_discussion_is_refused,
);

const HASH: WordingHash = WordingHash::from_bytes([7; 32]);

fn thread(number: u128, subject: Subject) -> Thread {
    let seconds = i64::try_from(number).unwrap();
    Thread {
        id: ThreadId::from_uuid(uuid(7_000 + number)),
        instrument: an_instrument(1),
        subject,
        passage: None,
        audience: Audience::Group,
        opened_by: a_delegate(1),
        opened_at: NOON.plus_seconds(seconds),
        resolved: None,
    }
}

fn on_clause(number: u128) -> Thread {
    let clause = a_clause(number);
    thread(number, Subject::Clause { clause, hash: HASH })
}

fn message(number: u32, thread: &Thread, author: u128) -> Message {
    Message {
        id: MessageId::from_uuid(uuid(7_500 + u128::from(number) + 100 * author)),
        thread: thread.id,
        number,
        author: a_delegate(author),
        organisation: (author == 1).then(|| an_organisation(1)),
        words: Some("Which stations?".parse().unwrap()),
        mentions: BTreeSet::new(),
        sent_at: NOON.plus_seconds(i64::from(number) * 60),
        edited_at: None,
        deleted_at: None,
    }
}

async fn insert(store: &Store, threads: &[Thread], messages: &[Message]) -> Result<(), StoreError> {
    let mut tx = store.begin().await.unwrap();
    for thread in threads {
        tx.insert_thread(thread).await?;
    }
    for message in messages {
        tx.insert_message(message).await?;
    }
    tx.commit().await
}

async fn a_thread_reads_back_whatever_it_is_about(store: Store) {
    let passage = Passage {
        quote: "by station".parse().unwrap(),
        before: "published ".into(),
        after: ".".into(),
        at: 27,
    };
    let cursors = Cursors {
        from: "1@ab".into(),
        to: "9@ab".into(),
    };
    let amendment = AmendmentId::from_uuid(uuid(5_000));
    let threads = [
        Thread {
            passage: Some(passage.clone()),
            audience: Audience::Delegates,
            ..on_clause(1)
        },
        thread(2, Subject::Amendment { amendment, text: 3 }),
        Thread {
            passage: Some(passage),
            ..thread(
                3,
                Subject::Draft {
                    clause: a_clause(3),
                    cursors: Some(cursors),
                },
            )
        },
        Thread {
            audience: Audience::Organisation(an_organisation(2)),
            ..thread(4, Subject::Preparation(PreparationId::from_uuid(uuid(5))))
        },
    ];
    insert(&store, &threads, &[]).await.unwrap();
    let mut tx = store.snapshot().await.unwrap();
    for expected in threads {
        let found = tx.thread(expected.id).await.unwrap().unwrap();
        assert_eq!(found.last_at, expected.opened_at);
        assert_eq!((found.thread, found.messages), (expected, 0));
    }
    let unknown = ThreadId::from_uuid(uuid(1));
    assert_eq!(tx.thread(unknown).await.unwrap(), None);
}

async fn erased_words_leave_the_threads_that_quote_them(store: Store) {
    let wording = Wording {
        kind: ClauseKind::Clause,
        heading: String::new(),
        text: RichText::plain("Results were counted by \"Ada\" of Station 9, as every year."),
    };
    let mut entry = an_entry(0);
    entry.contents = vec![a_content(&serde_json::to_string(&wording).unwrap())];
    append(&store, &entry).await;
    let quoting = |number: u128, quote: &str, after: &str| Thread {
        passage: Some(Passage {
            quote: quote.parse().unwrap(),
            before: "Results were counted by ".into(),
            after: after.into(),
            at: 24,
        }),
        ..on_clause(number)
    };
    let erased = quoting(1, "\"Ada\"", " of Station 9, as every year.");
    let other = quoting(2, "everybody", " in Station 9.");
    insert(&store, &[erased.clone(), other.clone()], &[])
        .await
        .unwrap();
    let mut tx = store.begin().await.unwrap();
    assert!(tx.erase_content(0, 0).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = store.snapshot().await.unwrap();
    let found = tx.thread(erased.id).await.unwrap().unwrap().thread;
    let expected = Thread {
        passage: None,
        ..erased
    };
    assert_eq!(found, expected);
    let found = tx.thread(other.id).await.unwrap().unwrap().thread;
    assert_eq!(found, other);
}

async fn threads_are_listed_by_what_they_are_about(store: Store) {
    let elsewhere = Thread {
        id: ThreadId::from_uuid(uuid(7_900)),
        instrument: an_instrument(2),
        ..on_clause(1)
    };
    let later = Thread {
        id: ThreadId::from_uuid(uuid(7_901)),
        opened_at: NOON.plus_seconds(50),
        ..on_clause(1)
    };
    let threads = [on_clause(1), on_clause(2), elsewhere, later.clone()];
    let messages = [message(1, &threads[0], 1), message(2, &threads[0], 2)];
    insert(&store, &threads, &messages).await.unwrap();
    let mut tx = store.snapshot().await.unwrap();
    let about = a_clause(1).as_uuid();
    let found = tx.threads_about(an_instrument(1), about, 9).await.unwrap();
    let ids: Vec<_> = found.iter().map(|it| it.thread.id).collect();
    assert_eq!(ids, [threads[0].id, later.id]);
    assert_eq!(
        (found[0].messages, found[0].last_at),
        (2, messages[1].sent_at)
    );
    let last = tx.threads_of(an_instrument(1), 2).await.unwrap();
    let ids: Vec<_> = last.iter().map(|it| it.thread.id).collect();
    assert_eq!(ids, [later.id, threads[1].id]);
}

async fn a_thread_is_settled_and_reopened_once_each(store: Store) {
    let thread = on_clause(1);
    insert(&store, std::slice::from_ref(&thread), &[])
        .await
        .unwrap();
    let resolved = Some(Resolved {
        by: a_delegate(2),
        at: NOON,
    });
    let mut tx = store.begin().await.unwrap();
    for (wanted, expected) in [(None, 0), (resolved, 1), (resolved, 0)] {
        let changed = tx.settle_thread(thread.id, wanted).await.unwrap();
        assert_eq!(changed, expected);
    }
    let found = tx.thread(thread.id).await.unwrap().unwrap();
    assert_eq!(found.thread.resolved, resolved);
    assert_eq!(tx.settle_thread(thread.id, None).await.unwrap(), 1);
}

async fn messages_read_back_with_whom_they_mention(store: Store) {
    let thread = on_clause(1);
    let mut second = message(2, &thread, 2);
    second.mentions = BTreeSet::from([a_delegate(1), a_delegate(3)]);
    let messages = [message(1, &thread, 1), second];
    insert(&store, std::slice::from_ref(&thread), &messages)
        .await
        .unwrap();
    let mut tx = store.snapshot().await.unwrap();
    assert_eq!(tx.messages_of(thread.id).await.unwrap(), messages);
    let found = tx.message(messages[1].id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&messages[1]));
    let since = messages[0].sent_at;
    let count = tx.count_messages_of(a_delegate(1), since).await.unwrap();
    let none = tx.count_messages_of(a_delegate(1), since.plus_seconds(1));
    assert_eq!((count, none.await.unwrap()), (1, 0));
}

async fn a_message_is_replaced_and_then_gone(store: Store) {
    let thread = on_clause(1);
    let mut first = message(1, &thread, 1);
    first.mentions = BTreeSet::from([a_delegate(3)]);
    insert(&store, &[thread], std::slice::from_ref(&first))
        .await
        .unwrap();
    let edited = Message {
        words: Some("Which stations exactly?".parse().unwrap()),
        mentions: BTreeSet::from([a_delegate(4)]),
        edited_at: Some(NOON),
        ..first
    };
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.replace_message(&edited).await.unwrap(), 1);
    let found = tx.message(edited.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&edited));
    let deleted = Message {
        words: None,
        mentions: BTreeSet::new(),
        deleted_at: Some(NOON),
        ..edited.clone()
    };
    assert_eq!(tx.replace_message(&deleted).await.unwrap(), 1);
    assert_eq!(tx.replace_message(&edited).await.unwrap(), 0);
    assert_eq!(tx.message(edited.id).await.unwrap(), Some(deleted));
}

async fn a_person_hears_of_mentions_and_of_their_threads(store: Store) {
    let (own, other) = (on_clause(1), on_clause(2));
    let mut mention = message(3, &other, 2);
    mention.mentions = BTreeSet::from([a_delegate(1)]);
    let gone = Message {
        words: None,
        deleted_at: Some(NOON),
        ..message(4, &own, 2)
    };
    let messages = [
        message(1, &own, 1),
        message(2, &own, 2),
        message(1, &other, 2),
        mention.clone(),
        message(4, &own, 2),
    ];
    insert(&store, &[own.clone(), other], &messages)
        .await
        .unwrap();
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.replace_message(&gone).await.unwrap(), 1);
    let heard = tx.messages_for(a_delegate(1), NOON, 9).await.unwrap();
    let said: Vec<_> = heard.iter().map(|it| it.message.clone()).collect();
    assert_eq!(said, [mention, messages[1].clone()]);
    assert_eq!(heard[1].thread, own);
    let later = messages[1].sent_at.plus_seconds(1);
    let heard = tx.messages_for(a_delegate(1), later, 9).await.unwrap();
    assert_eq!(heard.len(), 1);
}

fn prepared(number: u128) -> Prepared {
    Prepared {
        id: PreparationId::from_uuid(uuid(8_000 + number)),
        instrument: an_instrument(1),
        clause: a_clause(1),
        organisation: an_organisation(1),
        statement: PositionStatement {
            revision: 2,
            text_hash: HASH,
            kind: PositionKind::Object,
            mandate: Mandate::Firm,
            reason: Some("Our law differs.".parse().unwrap()),
            remedy: Some("Say 48 hours.".parse().unwrap()),
            reservation: None,
            passage: Some("24 hours".parse().unwrap()),
            joins: Some(17),
            cures: vec![
                AmendmentId::from_uuid(uuid(7_001)),
                AmendmentId::from_uuid(uuid(7_002)),
            ],
            signed: None,
        },
        by: a_delegate(1),
        at: NOON.plus_seconds(i64::try_from(number).unwrap()),
        version: 1,
        answer: None,
    }
}

fn answered(state: PreparedEnd) -> PreparedAnswer {
    PreparedAnswer {
        state,
        by: a_delegate(2),
        at: NOON,
    }
}

async fn a_prepared_position_is_rewritten_and_answered(store: Store) {
    let mut it = prepared(1);
    let mut tx = store.begin().await.unwrap();
    tx.insert_prepared(&it).await.unwrap();
    assert_eq!(tx.prepared(it.id).await.unwrap().as_ref(), Some(&it));
    let back = answered(PreparedEnd::SentBack("Say which law.".parse().unwrap()));
    assert_eq!(tx.answer_prepared(it.id, &back).await.unwrap(), 1);
    it.answer = Some(back);
    assert_eq!(tx.prepared(it.id).await.unwrap().as_ref(), Some(&it));
    let submitted = answered(PreparedEnd::Submitted(41));
    let changed = tx.answer_prepared(it.id, &submitted).await.unwrap();
    assert_eq!(changed, 0, "what was sent back is not submitted");
    it.answer = None;
    assert_eq!(
        tx.rewrite_prepared(&it).await.unwrap(),
        0,
        "not the next version"
    );
    it.version = 2;
    it.statement.kind = PositionKind::Concern;
    it.statement.remedy = None;
    assert_eq!(tx.rewrite_prepared(&it).await.unwrap(), 1);
    assert_eq!(tx.prepared(it.id).await.unwrap().as_ref(), Some(&it));
    assert_eq!(tx.answer_prepared(it.id, &submitted).await.unwrap(), 1);
    it.version = 3;
    assert_eq!(
        tx.rewrite_prepared(&it).await.unwrap(),
        0,
        "it was submitted"
    );
    let found = tx.prepared(it.id).await.unwrap().unwrap();
    assert_eq!(found.answer, Some(submitted));
}

async fn only_waiting_positions_are_counted(store: Store) {
    let elsewhere = Prepared {
        organisation: an_organisation(2),
        ..prepared(4)
    };
    let mut tx = store.begin().await.unwrap();
    for it in [prepared(1), prepared(2), prepared(3), elsewhere] {
        tx.insert_prepared(&it).await.unwrap();
    }
    let withdrawn = answered(PreparedEnd::Withdrawn);
    tx.answer_prepared(prepared(2).id, &withdrawn)
        .await
        .unwrap();
    let place = (an_instrument(1), a_clause(1));
    let count = tx.count_prepared(an_organisation(1), place).await.unwrap();
    assert_eq!(count, 2);
    let own = tx
        .prepared_of(an_organisation(1), an_instrument(1), 2)
        .await
        .unwrap();
    let ids: Vec<_> = own.iter().map(|it| it.id).collect();
    assert_eq!(ids, [prepared(2).id, prepared(3).id]);
}

fn a_check(number: u128) -> TemperatureCheck {
    let clause = |number: u128| CheckedClause {
        id: a_clause(number),
        number: format!("{number}."),
        hash: HASH,
        wording: Wording {
            text: RichText::plain("Results shall be published."),
            ..Wording::default()
        },
    };
    TemperatureCheck {
        id: CheckId::from_uuid(uuid(8_500 + number)),
        instrument: an_instrument(1),
        question: Some("Can we table this?".parse().unwrap()),
        respondents: Respondents::Organisations,
        clauses: vec![clause(9), clause(2)],
        opened_by: a_delegate(1),
        opened_at: NOON.plus_seconds(i64::try_from(number).unwrap()),
        closes_at: NOON.plus_seconds(3_600),
        closed: None,
    }
}

async fn a_check_reads_back_with_its_answers(store: Store) {
    let mut check = a_check(1);
    let mut tx = store.begin().await.unwrap();
    tx.insert_check(&check).await.unwrap();
    tx.insert_check(&a_check(2)).await.unwrap();
    let reply = |by, temperature| CheckReply {
        clause: a_clause(9),
        by: a_delegate(by),
        organisation: Some(an_organisation(1)),
        temperature,
        remark: Some("Too long.".parse().unwrap()),
        at: NOON,
    };
    for (by, temperature) in [(1, Temperature::MoreTalk), (2, Temperature::Wholehearted)] {
        tx.put_reply(&check, &reply(by, temperature)).await.unwrap();
    }
    let replies = tx.replies_to(check.id).await.unwrap();
    assert_eq!(
        replies,
        [reply(2, Temperature::Wholehearted)],
        "one an organisation"
    );
    let closed = CheckClosed {
        by: a_delegate(2),
        at: NOON.plus_seconds(60),
    };
    for changed in [1, 0] {
        assert_eq!(tx.close_check(check.id, &closed).await.unwrap(), changed);
    }
    check.closed = Some(closed);
    assert_eq!(tx.check(check.id).await.unwrap().as_ref(), Some(&check));
    let all = tx.checks_of(an_instrument(1), 9).await.unwrap();
    assert_eq!(all, [a_check(2), check.clone()]);
    let since = tx.checks_since(NOON.plus_seconds(2)).await.unwrap();
    assert_eq!(since, [a_check(2)]);
    let elsewhere = CheckReply {
        clause: a_clause(5),
        ..reply(1, Temperature::NoView)
    };
    assert_refused(&tx.put_reply(&check, &elsewhere).await);
}

async fn notices_are_read_up_to_an_instant_and_never_unread(store: Store) {
    let (me, later) = (a_delegate(1), NOON.plus_seconds(60));
    let mut tx = store.begin().await.unwrap();
    for (line, until) in [("thread:1", later), ("thread:1", NOON), ("thread:2", later)] {
        tx.mark_notices_read(me, line, until).await.unwrap();
    }
    let read = tx.notices_read(me).await.unwrap();
    assert_eq!(read.get("thread:1"), Some(&later));
    tx.mark_notices_read(me, "", later).await.unwrap();
    let read = tx.notices_read(me).await.unwrap();
    assert_eq!(
        read.into_iter().collect::<Vec<_>>(),
        [(String::new(), later)]
    );
    assert!(tx.notices_read(a_delegate(2)).await.unwrap().is_empty());
    for kinds in [
        BTreeSet::from(["mention", "reply"]),
        BTreeSet::from(["reply"]),
    ] {
        tx.hide_notices(me, &kinds).await.unwrap();
        let hidden = tx.notices_hidden(me).await.unwrap();
        assert!(hidden.iter().map(String::as_str).eq(kinds));
    }
}

async fn feeds_have_one_secret_until_it_is_revoked(store: Store) {
    let me = a_delegate(1);
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.feeds_since(me).await.unwrap(), None);
    for secret in [[1; 32], [2; 32]] {
        tx.put_feed_secret(me, &secret, NOON).await.unwrap();
        assert_eq!(tx.feeds_of(&secret).await.unwrap(), Some(me));
    }
    assert_eq!(tx.feeds_of(&[1; 32]).await.unwrap(), None);
    assert_eq!(tx.feeds_since(me).await.unwrap(), Some(NOON));
    for changed in [1, 0] {
        assert_eq!(tx.revoke_feeds(me).await.unwrap(), changed);
    }
    assert_eq!(tx.feeds_of(&[2; 32]).await.unwrap(), None);
}

async fn what_makes_no_sense_in_a_discussion_is_refused(store: Store) {
    let thread = on_clause(1);
    let first = message(1, &thread, 1);
    insert(
        &store,
        std::slice::from_ref(&thread),
        std::slice::from_ref(&first),
    )
    .await
    .unwrap();
    let nowhere = message(5, &on_clause(3), 1);
    assert_refused(&insert(&store, &[], &[nowhere]).await);
    let same_number = message(1, &thread, 2);
    let result = insert(&store, &[], &[same_number]).await;
    assert!(matches!(result, Err(StoreError::Conflict(_))), "{result:?}");
    let mut tx = store.begin().await.unwrap();
    tx.insert_prepared(&prepared(1)).await.unwrap();
    tx.insert_check(&a_check(1)).await.unwrap();
    tx.commit().await.unwrap();
    refuses_all(
        &store,
        &[
            "UPDATE threads SET audience = 'organisation'",
            "UPDATE threads SET audience = 'public'",
            "UPDATE threads SET quote = 'by station'",
            "UPDATE threads SET resolved_at = 1",
            "UPDATE threads SET cursor_from = 'a', cursor_to = 'b'",
            "UPDATE messages SET words = NULL",
            "UPDATE prepared_positions SET state = 'submitted'",
            "UPDATE prepared_positions SET state = 'lost'",
            "UPDATE temperature_checks SET closes_at = opened_at",
            "UPDATE temperature_checks SET respondents = 'everybody'",
        ],
    )
    .await;
}
