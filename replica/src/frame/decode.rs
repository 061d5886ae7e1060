//! Bytes to frames, with every size bounded before anything is built.

use automerge::ChangeHash;
use domain::id::{DelegateId, DraftId};
use minicbor::Decoder;
use minicbor::data::Type;

use super::{Ephemeral, Frame, Person};
use crate::document_id;

/// The greatest frame a client may send, in bytes.
pub const MAX_CLIENT_FRAME: usize = 256 * 1024;

/// The greatest frame our server may send, in bytes.
pub const MAX_SERVER_FRAME: usize = 64 * 1024 * 1024;

const MAX_KEYS: u64 = 16;
const MAX_DEPTH: u8 = 8;
/// Peer, session and storage names, versions, codes.
const MAX_NAME: usize = 256;
const MAX_MESSAGE: usize = 2_048;
const MAX_LIST: u64 = 4_096;
/// The greatest integer that JavaScript's numbers hold exactly.
const MAX_EXACT: f64 = 9_007_199_254_740_991.0;

/// Why bytes are no frame of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFrame {
    /// The frame is greater than permitted.
    #[error("the frame is larger than {0} bytes")]
    TooLarge(usize),
    /// The bytes are not one CBOR map as the protocol has it.
    #[error("the frame is not a CBOR map of the automerge-repo protocol")]
    Malformed,
    /// The frame is of no known type.
    #[error("the frame is of an unknown type")]
    UnknownType,
    /// A value is absent or of the wrong kind.
    #[error("the frame's {0} is missing or not what it should be")]
    Field(&'static str),
}

impl From<minicbor::decode::Error> for InvalidFrame {
    fn from(_: minicbor::decode::Error) -> Self {
        Self::Malformed
    }
}

/// The values of a frame, borrowed from its bytes.
#[derive(Default)]
struct Fields<'a> {
    kind: Option<&'a str>,
    document: Option<&'a str>,
    sender: Option<&'a str>,
    target: Option<&'a str>,
    session: Option<&'a str>,
    message: Option<&'a str>,
    version: Option<&'a str>,
    code: Option<&'a str>,
    hint: Option<&'a str>,
    delegate: Option<&'a str>,
    delegate_name: Option<&'a str>,
    count: Option<u64>,
    entry: Option<u64>,
    data: Option<&'a [u8]>,
    hash: Option<&'a [u8]>,
    versions: Option<Vec<String>>,
    heads: Option<Vec<ChangeHash>>,
}

impl Frame {
    /// Decodes a frame of at most `max_bytes`.
    ///
    /// # Errors
    ///
    /// * [`InvalidFrame`] says what is wrong with the bytes.
    pub fn decode(bytes: &[u8], max_bytes: usize) -> Result<Self, InvalidFrame> {
        if bytes.len() > max_bytes {
            return Err(InvalidFrame::TooLarge(max_bytes));
        }
        Fields::read(bytes)?.into_frame()
    }
}

impl<'a> Fields<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, InvalidFrame> {
        let mut input = Decoder::new(bytes);
        let entries = input.map()?.filter(|n| *n <= MAX_KEYS);
        let mut fields = Self::default();
        for _ in 0..entries.ok_or(InvalidFrame::Malformed)? {
            fields.entry(&mut input)?;
        }
        if input.position() == bytes.len() {
            Ok(fields)
        } else {
            Err(InvalidFrame::Malformed)
        }
    }

    fn entry(&mut self, input: &mut Decoder<'a>) -> Result<(), InvalidFrame> {
        let key = input.str()?;
        if is_absent(input)? {
            return skip(input, 0);
        }
        match key {
            "type" => set(&mut self.kind, text(input, MAX_NAME)?),
            "documentId" => set(&mut self.document, text(input, MAX_NAME)?),
            "senderId" => set(&mut self.sender, text(input, MAX_NAME)?),
            "targetId" => set(&mut self.target, text(input, MAX_NAME)?),
            "sessionId" => set(&mut self.session, text(input, MAX_NAME)?),
            "message" => set(&mut self.message, text(input, MAX_MESSAGE)?),
            "selectedProtocolVersion" => set(&mut self.version, text(input, MAX_NAME)?),
            "code" => set(&mut self.code, text(input, MAX_NAME)?),
            "hint" => set(&mut self.hint, text(input, MAX_MESSAGE)?),
            "delegateId" => set(&mut self.delegate, text(input, MAX_NAME)?),
            "delegateName" => set(&mut self.delegate_name, text(input, MAX_MESSAGE)?),
            "count" => set(&mut self.count, integer(input)?),
            "entry" => set(&mut self.entry, integer(input)?),
            "data" => set(&mut self.data, input.bytes()?),
            "hash" => set(&mut self.hash, input.bytes()?),
            "supportedProtocolVersions" => set(&mut self.versions, names(input)?),
            "heads" => set(&mut self.heads, hashes(input)?),
            _ => skip(input, 0),
        }
    }

    fn into_frame(self) -> Result<Frame, InvalidFrame> {
        match self.kind.ok_or(InvalidFrame::UnknownType)? {
            "join" => Ok(Frame::Join {
                sender: self.sender()?,
                versions: self
                    .versions
                    .ok_or(InvalidFrame::Field("supportedProtocolVersions"))?,
            }),
            "peer" => Ok(Frame::Peer {
                sender: self.sender()?,
                target: self.target()?,
                version: owned(self.version, "selectedProtocolVersion")?,
            }),
            "error" => Ok(Frame::Error {
                sender: self.sender.unwrap_or_default().to_owned(),
                target: self.target.unwrap_or_default().to_owned(),
                message: owned(self.message, "message")?,
            }),
            kind @ ("sync" | "request") => Ok(Frame::Sync {
                draft: self.draft()?,
                sender: self.sender()?,
                target: self.target()?,
                data: self.data()?,
                is_request: kind == "request",
            }),
            "doc-unavailable" => Ok(Frame::DocUnavailable {
                draft: self.draft()?,
                sender: self.sender()?,
                target: self.target()?,
            }),
            "ephemeral" => Ok(Frame::Ephemeral(Ephemeral {
                draft: self.draft()?,
                sender: self.sender()?,
                target: self.target()?,
                count: self.count.ok_or(InvalidFrame::Field("count"))?,
                session: owned(self.session, "sessionId")?,
                data: self.data()?,
                by: self.person()?,
            })),
            "leave" => Ok(Frame::Leave {
                sender: self.sender()?,
            }),
            "remote-subscription-change" | "remote-heads-changed" => Ok(Frame::Ignored),
            "durable" => Ok(Frame::Durable {
                draft: self.draft()?,
                entry: self.entry,
                heads: self.heads.ok_or(InvalidFrame::Field("heads"))?,
            }),
            "rejected" => Ok(Frame::Rejected {
                draft: self.draft()?,
                hash: self.hash.map(hash).transpose()?,
                code: owned(self.code, "code")?,
                hint: owned(self.hint, "hint")?,
            }),
            _ => Err(InvalidFrame::UnknownType),
        }
    }

    fn sender(&self) -> Result<String, InvalidFrame> {
        owned(self.sender, "senderId")
    }

    fn target(&self) -> Result<String, InvalidFrame> {
        owned(self.target, "targetId")
    }

    fn draft(&self) -> Result<DraftId, InvalidFrame> {
        self.document
            .and_then(document_id::decode)
            .ok_or(InvalidFrame::Field("documentId"))
    }

    fn person(&self) -> Result<Option<Person>, InvalidFrame> {
        let (Some(delegate), Some(name)) = (self.delegate, self.delegate_name) else {
            return Ok(None);
        };
        let delegate: DelegateId = delegate
            .parse()
            .map_err(|_| InvalidFrame::Field("delegateId"))?;
        let name = name.to_owned();
        Ok(Some(Person { delegate, name }))
    }

    fn data(&self) -> Result<Vec<u8>, InvalidFrame> {
        self.data
            .map(<[u8]>::to_vec)
            .ok_or(InvalidFrame::Field("data"))
    }
}

/// Takes a value once; a key that comes twice could be read differently elsewhere.
fn set<T>(slot: &mut Option<T>, value: T) -> Result<(), InvalidFrame> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(InvalidFrame::Malformed),
    }
}

fn owned(value: Option<&str>, name: &'static str) -> Result<String, InvalidFrame> {
    value.map(str::to_owned).ok_or(InvalidFrame::Field(name))
}

fn is_absent(input: &Decoder<'_>) -> Result<bool, InvalidFrame> {
    Ok(matches!(input.datatype()?, Type::Null | Type::Undefined))
}

fn text<'a>(input: &mut Decoder<'a>, limit: usize) -> Result<&'a str, InvalidFrame> {
    let text = input.str()?;
    if text.len() <= limit {
        Ok(text)
    } else {
        Err(InvalidFrame::Malformed)
    }
}

fn names(input: &mut Decoder<'_>) -> Result<Vec<String>, InvalidFrame> {
    let count = input.array()?.filter(|n| *n <= MAX_KEYS);
    (0..count.ok_or(InvalidFrame::Malformed)?)
        .map(|_| Ok(text(input, MAX_NAME)?.to_owned()))
        .collect()
}

fn hashes(input: &mut Decoder<'_>) -> Result<Vec<ChangeHash>, InvalidFrame> {
    let count = input.array()?.filter(|n| *n <= MAX_LIST);
    (0..count.ok_or(InvalidFrame::Malformed)?)
        .map(|_| hash(input.bytes()?))
        .collect()
}

fn hash(bytes: &[u8]) -> Result<ChangeHash, InvalidFrame> {
    ChangeHash::try_from(bytes).map_err(|_| InvalidFrame::Field("hash"))
}

/// Reads a natural number, also one sent as a floating-point number.
fn integer(input: &mut Decoder<'_>) -> Result<u64, InvalidFrame> {
    match input.datatype()? {
        Type::F32 => whole(f64::from(input.f32()?)),
        Type::F64 => whole(input.f64()?),
        _ => Ok(input.u64()?),
    }
}

fn whole(number: f64) -> Result<u64, InvalidFrame> {
    if (0.0..=MAX_EXACT).contains(&number) && number.fract() == 0.0 {
        // Exact: a whole number below 2^53.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked above"
        )]
        Ok(number as u64)
    } else {
        Err(InvalidFrame::Malformed)
    }
}

/// Passes over one value of bounded depth; each step consumes input, so the
/// frame's size bounds the work.
fn skip(input: &mut Decoder<'_>, depth: u8) -> Result<(), InvalidFrame> {
    if depth > MAX_DEPTH {
        return Err(InvalidFrame::Malformed);
    }
    match input.datatype()? {
        Type::Array => {
            for _ in 0..input.array()?.ok_or(InvalidFrame::Malformed)? {
                skip(input, depth + 1)?;
            }
            Ok(())
        }
        Type::Map => {
            for _ in 0..input.map()?.ok_or(InvalidFrame::Malformed)? {
                skip(input, depth + 1)?;
                skip(input, depth + 1)?;
            }
            Ok(())
        }
        Type::ArrayIndef
        | Type::MapIndef
        | Type::BytesIndef
        | Type::StringIndef
        | Type::Tag
        | Type::Break
        | Type::Unknown(_) => Err(InvalidFrame::Malformed),
        Type::Bool
        | Type::Null
        | Type::Undefined
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::I8
        | Type::I16
        | Type::I32
        | Type::I64
        | Type::Int
        | Type::F16
        | Type::F32
        | Type::F64
        | Type::Simple
        | Type::Bytes
        | Type::String => Ok(input.skip()?),
    }
}
