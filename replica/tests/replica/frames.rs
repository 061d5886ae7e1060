//! The frames of the protocol: what a stock client writes is read, and nothing
//! that is not a frame is.

use domain::id::{DelegateId, DraftId};
use proptest::prelude::*;
use replica::ChangeHash;
use replica::frame::{Ephemeral, Frame, InvalidFrame, MAX_CLIENT_FRAME, Person};

fn draft() -> DraftId {
    DraftId::from_uuid(uuid::Uuid::from_bytes([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ]))
}

fn decode(bytes: &[u8]) -> Result<Frame, InvalidFrame> {
    Frame::decode(bytes, MAX_CLIENT_FRAME)
}

fn one_of_each() -> Vec<Frame> {
    let (sender, target) = (String::from("peer-a"), String::from("server"));
    let sync = |is_request| Frame::Sync {
        draft: draft(),
        sender: sender.clone(),
        target: target.clone(),
        data: vec![1, 2, 3],
        is_request,
    };
    let rejected = |hash| Frame::Rejected {
        draft: draft(),
        hash,
        code: "unknown-key".into(),
        hint: "Use the keys of a clause.".into(),
    };
    let durable = |entry| Frame::Durable {
        draft: draft(),
        heads: vec![ChangeHash([7; 32]), ChangeHash([8; 32])],
        entry,
    };
    vec![
        Frame::Join {
            sender: sender.clone(),
            versions: vec!["1".into()],
        },
        Frame::Peer {
            sender: target.clone(),
            target: sender.clone(),
            version: "1".into(),
        },
        Frame::Error {
            sender: target.clone(),
            target: sender.clone(),
            message: "no".into(),
        },
        sync(false),
        sync(true),
        Frame::DocUnavailable {
            draft: draft(),
            sender: target.clone(),
            target: sender.clone(),
        },
        an_ephemeral(5),
        an_ephemeral(5_000_000_000),
        a_vouched_for_ephemeral(),
        Frame::Leave {
            sender: sender.clone(),
        },
        Frame::Ignored,
        durable(None),
        durable(Some(u64::MAX)),
        rejected(None),
        rejected(Some(ChangeHash([9; 32]))),
    ]
}

fn an_ephemeral(count: u64) -> Frame {
    Frame::Ephemeral(Ephemeral {
        draft: draft(),
        sender: "peer-a".into(),
        target: "server".into(),
        count,
        session: "s1".into(),
        data: vec![9],
        by: None,
    })
}

fn a_vouched_for_ephemeral() -> Frame {
    let Frame::Ephemeral(message) = an_ephemeral(6) else {
        unreachable!("made as one");
    };
    let by = Some(Person {
        delegate: DelegateId::from_uuid(uuid::Uuid::from_u128(3)),
        name: "Amina Diallo".into(),
    });
    Frame::Ephemeral(Ephemeral { by, ..message })
}

/// What `@automerge/automerge-repo` 2.5.6 writes, in hexadecimal.
const STOCK: [(&str, &str); 7] = [
    (
        "join",
        "b900046474797065646a6f696e6873656e646572496466706565722d616c706565724d65746164617461b900026973746f726167654964f76b6973457068656d6572616cf57819737570706f7274656450726f746f636f6c56657273696f6e73816131",
    ),
    (
        "request",
        "b90005647479706567726571756573746873656e646572496466706565722d61687461726765744964667365727665726a646f63756d656e744964781a3142686833705539674c585a694e444c36504561314773396668646461746143010203",
    ),
    (
        "ephemeral",
        "b90007647479706569657068656d6572616c6873656e646572496466706565722d616874617267657449646673657276657265636f756e74056973657373696f6e49646273316a646f63756d656e744964781a3142686833705539674c585a694e444c3650456131477339666864646174614109",
    ),
    (
        "an ephemeral numbered by a floating-point number",
        "b90007647479706569657068656d6572616c6873656e646572496466706565722d616874617267657449646673657276657265636f756e74fb41f2a05f200000006973657373696f6e49646273316a646f63756d656e744964781a3142686833705539674c585a694e444c3650456131477339666864646174614109",
    ),
    (
        "leave",
        "b900026474797065656c656176656873656e646572496466706565722d61",
    ),
    (
        "remote-subscription-change",
        "b900056474797065781a72656d6f74652d737562736372697074696f6e2d6368616e67656873656e646572496461616874617267657449646162636164648161786672656d6f766580",
    ),
    (
        "remote-heads-changed",
        "b9000564747970657472656d6f74652d68656164732d6368616e6765646873656e6465724964616168746172676574496461626a646f63756d656e744964781a3142686833705539674c585a694e444c36504561314773396668686e65774865616473b900016178b9000265686561647381636162636974696d657374616d70fb3ff8000000000000",
    ),
];

#[test]
fn what_a_stock_client_writes_is_read() {
    let frames = one_of_each();
    let expected = [
        &frames[0],
        &frames[4],
        &frames[6],
        &frames[7],
        &frames[9],
        &frames[10],
        &frames[10],
    ];
    for ((name, hexadecimal), frame) in STOCK.iter().zip(expected) {
        let bytes = hex::decode(hexadecimal).unwrap();
        assert_eq!(decode(&bytes).as_ref(), Ok(frame), "{name}");
    }
}

#[test]
fn every_frame_survives_the_way_there_and_back() {
    for frame in one_of_each() {
        assert_eq!(decode(&frame.encode()), Ok(frame));
    }
}

#[test]
fn a_frame_cut_short_or_continued_is_refused() {
    for frame in one_of_each() {
        let bytes = frame.encode();
        for end in 0..bytes.len() {
            assert!(decode(&bytes[..end]).is_err(), "{frame:?} cut at {end}");
        }
        let longer = [bytes, vec![0xf6]].concat();
        assert_eq!(decode(&longer), Err(InvalidFrame::Malformed), "{frame:?}");
    }
}

#[test]
fn a_frame_larger_than_permitted_is_refused_unread() {
    let large = vec![0xa0; MAX_CLIENT_FRAME + 1];
    assert_eq!(
        decode(&large),
        Err(InvalidFrame::TooLarge(MAX_CLIENT_FRAME))
    );
}

#[test]
fn what_the_protocol_does_not_have_is_refused() {
    let malformed: [(&str, &[u8]); 9] = [
        ("no map", &[0x80]),
        ("a map left open", &[0xbf, 0xff]),
        ("a key twice", b"\xa2\x64type\x64sync\x64type\x64sync"),
        ("a tag", b"\xa2\x64type\x65leave\x61x\xc0\x00"),
        ("an array left open", b"\xa2\x64type\x65leave\x61x\x9f\xff"),
        ("a key that is no text", b"\xa1\x00\x00"),
        (
            "a map of 2^64 entries",
            &[0xbb, 255, 255, 255, 255, 255, 255, 255, 255],
        ),
        ("a negative count", b"\xa1\x65count\x20"),
        ("half a count", b"\xa1\x65count\xfb\x3f\xe0\0\0\0\0\0\0"),
    ];
    for (name, bytes) in malformed {
        assert_eq!(decode(bytes), Err(InvalidFrame::Malformed), "{name}");
    }
    let mut deep = b"\xa2\x64type\x65leave\x61x".to_vec();
    deep.extend(std::iter::repeat_n(0x81, 100_000));
    assert_eq!(decode(&deep), Err(InvalidFrame::Malformed), "a deep array");
    let no_type = b"\xa1\x64kind\x64sync";
    assert_eq!(decode(no_type), Err(InvalidFrame::UnknownType));
    let no_sender = b"\xa1\x64type\x65leave";
    assert_eq!(decode(no_sender), Err(InvalidFrame::Field("senderId")));
}

proptest! {
    #[test]
    fn no_bytes_make_the_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn no_change_of_a_frame_makes_the_decoder_panic(
        which in 0_usize..14,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = one_of_each()[which].encode();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(frame) = decode(&bytes) {
            prop_assert_eq!(decode(&frame.encode()), Ok(frame));
        }
    }
}
