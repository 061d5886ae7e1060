//! Frames to bytes.

use std::convert::Infallible;

use automerge::ChangeHash;
use domain::id::DraftId;
use minicbor::Encoder;
use minicbor::encode::Error;

use super::{Ephemeral, Frame};
use crate::document_id;

type Out = Encoder<Vec<u8>>;
type Done = Result<(), Error<Infallible>>;

impl Frame {
    /// Encodes the frame.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Encoder::new(Vec::new());
        match self.write(&mut out) {
            Ok(()) => out.into_writer(),
            Err(error) => unreachable!("writing to memory cannot fail: {error}"),
        }
    }

    fn write(&self, out: &mut Out) -> Done {
        match self {
            Self::Join { sender, versions } => {
                begin(out, "join", 4)?;
                text(out, "senderId", sender)?;
                out.str("supportedProtocolVersions")?;
                out.array(versions.len() as u64)?;
                for version in versions {
                    out.str(version)?;
                }
                out.str("peerMetadata")?.map(1)?;
                out.str("isEphemeral")?.bool(true)?;
                Ok(())
            }
            Self::Peer {
                sender,
                target,
                version,
            } => {
                begin(out, "peer", 5)?;
                addresses(out, sender, target)?;
                text(out, "selectedProtocolVersion", version)?;
                out.str("peerMetadata")?.map(0)?;
                Ok(())
            }
            Self::Error {
                sender,
                target,
                message,
            } => {
                begin(out, "error", 4)?;
                addresses(out, sender, target)?;
                text(out, "message", message)
            }
            Self::Sync {
                draft,
                sender,
                target,
                data,
                is_request,
            } => {
                begin(out, if *is_request { "request" } else { "sync" }, 5)?;
                document(out, *draft)?;
                addresses(out, sender, target)?;
                out.str("data")?.bytes(data)?;
                Ok(())
            }
            Self::DocUnavailable {
                draft,
                sender,
                target,
            } => {
                begin(out, "doc-unavailable", 4)?;
                document(out, *draft)?;
                addresses(out, sender, target)
            }
            Self::Ephemeral(message) => message.write(out),
            Self::Leave { sender } => {
                begin(out, "leave", 2)?;
                text(out, "senderId", sender)
            }
            Self::Ignored => begin(out, "remote-heads-changed", 1),
            Self::Durable {
                draft,
                heads,
                entry,
            } => {
                begin(out, "durable", 4)?;
                document(out, *draft)?;
                out.str("heads")?.array(heads.len() as u64)?;
                for head in heads {
                    out.bytes(&head.0)?;
                }
                out.str("entry")?;
                match entry {
                    Some(entry) => out.u64(*entry)?,
                    None => out.null()?,
                };
                Ok(())
            }
            Self::Rejected {
                draft,
                hash,
                code,
                hint,
            } => {
                begin(out, "rejected", 5)?;
                document(out, *draft)?;
                out.str("hash")?;
                match hash {
                    Some(ChangeHash(bytes)) => out.bytes(bytes)?,
                    None => out.null()?,
                };
                text(out, "code", code)?;
                text(out, "hint", hint)
            }
        }
    }
}

impl Ephemeral {
    fn write(&self, out: &mut Out) -> Done {
        begin(out, "ephemeral", if self.by.is_some() { 9 } else { 7 })?;
        document(out, self.draft)?;
        addresses(out, &self.sender, &self.target)?;
        out.str("count")?.u64(self.count)?;
        text(out, "sessionId", &self.session)?;
        out.str("data")?.bytes(&self.data)?;
        if let Some(person) = &self.by {
            text(out, "delegateId", &person.delegate.to_string())?;
            text(out, "delegateName", &person.name)?;
        }
        Ok(())
    }
}

fn begin(out: &mut Out, kind: &str, entries: u64) -> Done {
    out.map(entries)?;
    text(out, "type", kind)
}

fn document(out: &mut Out, draft: DraftId) -> Done {
    text(out, "documentId", &document_id::encode(draft))
}

fn addresses(out: &mut Out, sender: &str, target: &str) -> Done {
    text(out, "senderId", sender)?;
    text(out, "targetId", target)
}

fn text(out: &mut Out, key: &str, value: &str) -> Done {
    out.str(key)?.str(value)?;
    Ok(())
}
