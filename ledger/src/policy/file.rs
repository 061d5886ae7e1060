//! The policy file: one definition a line, each name defined before it is used.

use std::collections::{HashMap, HashSet};

use super::quorum::{Group, Member, Quorum};
use super::{Policy, PolicyLog, PolicyWitness};
use crate::decimal;
use crate::note::{KeyError, KeyKind, VerifierKey};

/// Is the length of the longest policy that is read, in bytes.
pub const MAX_POLICY_BYTES: usize = 1024 * 1024;

const NONE: &[u8] = b"none";

/// Why a file is not a policy, and on which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {number} of the policy: {error}")]
pub struct PolicyLine {
    /// Counts the lines from 1; the line after the last if something is missing.
    pub number: usize,
    /// Says what is wrong there.
    pub error: PolicyError,
}

/// What is wrong with a line of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The file is longer than [`MAX_POLICY_BYTES`].
    #[error("the file is too long")]
    TooLong,
    /// A control character other than tab and line feed stands in the file.
    #[error("a policy has no control characters but tabs and line feeds")]
    ControlCharacter,
    /// The line starts with a word that no definition starts with.
    #[error("a line defines a log, a witness, a group or the quorum")]
    UnknownKeyword,
    /// The line has too few or too many words.
    #[error("the line has too few or too many words")]
    WrongNumberOfWords,
    /// The key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key is of the wrong kind: a log's where a witness's is asked for, or the other way round.
    #[error("a log has a key for notes, a witness one for cosignatures")]
    WrongKindOfKey,
    /// The same key stands on two lines of the same kind.
    #[error("this key stands on an earlier line")]
    DuplicateKey,
    /// The name is defined already, or is `none`.
    #[error("this name is taken")]
    NameTaken,
    /// The name is not defined on an earlier line.
    #[error("a name is defined on an earlier line than it is used on")]
    UnknownName,
    /// The name is a member of this or another group already.
    #[error("a name is a member once")]
    MemberTwice,
    /// The number of members that are enough is not from one to all.
    #[error("as many members are enough as there are, or fewer, and at least one")]
    BadThreshold,
    /// A quorum is defined already.
    #[error("there is one quorum")]
    QuorumTwice,
    /// No quorum is defined.
    #[error("a policy defines a quorum, or says \"quorum none\"")]
    NoQuorum,
}

impl Policy {
    /// Reads a policy file; the line feed after its last line may be missing.
    ///
    /// # Errors
    ///
    /// * [`PolicyLine`] says which line is wrong, and why.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyLine> {
        if bytes.len() > MAX_POLICY_BYTES {
            return Err(at(0, PolicyError::TooLong));
        }
        let mut reader = Reader::default();
        let mut count = 0;
        for (index, line) in bytes.split(|it| *it == b'\n').enumerate() {
            reader.read(line).map_err(|error| at(index, error))?;
            count = index;
        }
        reader.finish().map_err(|error| at(count, error))
    }
}

fn at(index: usize, error: PolicyError) -> PolicyLine {
    PolicyLine {
        number: index + 1,
        error,
    }
}

/// What the lines so far have defined.
#[derive(Default)]
struct Reader {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<Group>,
    names: HashMap<Vec<u8>, Member>,
    members: HashSet<Vec<u8>>,
    quorum: Option<Quorum>,
}

impl Reader {
    fn read(&mut self, line: &[u8]) -> Result<(), PolicyError> {
        if line.iter().any(|it| it.is_ascii_control() && *it != b'\t') {
            return Err(PolicyError::ControlCharacter);
        }
        let words = line.split(|it| matches!(it, b' ' | b'\t'));
        let words: Vec<&[u8]> = words.filter(|it| !it.is_empty()).collect();
        let Some((keyword, words)) = words.split_first() else {
            return Ok(());
        };
        match *keyword {
            [b'#', ..] => Ok(()),
            b"log" => self.log(words),
            b"witness" => self.witness(words),
            b"group" => self.group(words),
            b"quorum" => self.quorum(words),
            _ => Err(PolicyError::UnknownKeyword),
        }
    }

    fn log(&mut self, words: &[&[u8]]) -> Result<(), PolicyError> {
        let ([key] | [key, _]) = words else {
            return Err(PolicyError::WrongNumberOfWords);
        };
        let key = read_key(key, KeyKind::Ed25519)?;
        if has_key(self.logs.iter().map(|it| &it.key), &key) {
            return Err(PolicyError::DuplicateKey);
        }
        let url = words.get(1).map(|it| it.to_vec());
        self.logs.push(PolicyLog { key, url });
        Ok(())
    }

    fn witness(&mut self, words: &[&[u8]]) -> Result<(), PolicyError> {
        let ([name, key] | [name, key, _]) = words else {
            return Err(PolicyError::WrongNumberOfWords);
        };
        let key = read_key(key, KeyKind::Cosignature)?;
        if has_key(self.witnesses.iter().map(|it| &it.key), &key) {
            return Err(PolicyError::DuplicateKey);
        }
        self.define(name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(PolicyWitness {
            name: name.to_vec(),
            key,
            url: words.get(2).map(|it| it.to_vec()),
        });
        Ok(())
    }

    fn group(&mut self, words: &[&[u8]]) -> Result<(), PolicyError> {
        let [name, threshold, members @ ..] = words else {
            return Err(PolicyError::WrongNumberOfWords);
        };
        if members.is_empty() {
            return Err(PolicyError::WrongNumberOfWords);
        }
        let threshold = read_threshold(threshold, members.len())?;
        let mut group = Vec::new();
        for member in members {
            group.push(self.find(member)?);
            if !self.members.insert(member.to_vec()) {
                return Err(PolicyError::MemberTwice);
            }
        }
        self.define(name, Member::Group(self.groups.len()))?;
        self.groups.push(Group {
            threshold,
            members: group,
        });
        Ok(())
    }

    fn quorum(&mut self, words: &[&[u8]]) -> Result<(), PolicyError> {
        let [name] = words else {
            return Err(PolicyError::WrongNumberOfWords);
        };
        if self.quorum.is_some() {
            return Err(PolicyError::QuorumTwice);
        }
        self.quorum = Some(match *name {
            NONE => Quorum::Nobody,
            name => Quorum::Of(self.find(name)?),
        });
        Ok(())
    }

    fn define(&mut self, name: &[u8], member: Member) -> Result<(), PolicyError> {
        if name == NONE || self.names.contains_key(name) {
            return Err(PolicyError::NameTaken);
        }
        self.names.insert(name.to_vec(), member);
        Ok(())
    }

    fn find(&self, name: &[u8]) -> Result<Member, PolicyError> {
        let member = self.names.get(name);
        member.copied().ok_or(PolicyError::UnknownName)
    }

    fn finish(self) -> Result<Policy, PolicyError> {
        Ok(Policy {
            logs: self.logs,
            witnesses: self.witnesses,
            groups: self.groups,
            quorum: self.quorum.ok_or(PolicyError::NoQuorum)?,
        })
    }
}

fn read_key(word: &[u8], kind: KeyKind) -> Result<VerifierKey, PolicyError> {
    let text = str::from_utf8(word).map_err(|_| KeyError::NotAKey)?;
    let key: VerifierKey = text.parse()?;
    if key.kind() != kind {
        return Err(PolicyError::WrongKindOfKey);
    }
    Ok(key)
}

fn has_key<'a>(mut keys: impl Iterator<Item = &'a VerifierKey>, key: &VerifierKey) -> bool {
    keys.any(|it| it.public_bytes() == key.public_bytes())
}

fn read_threshold(word: &[u8], count: usize) -> Result<usize, PolicyError> {
    match word {
        b"any" => Ok(1),
        b"all" => Ok(count),
        number => {
            let number = str::from_utf8(number).ok().and_then(decimal::parse);
            let number = number.and_then(|it| usize::try_from(it).ok());
            let is_possible = |it: &usize| (1..=count).contains(it);
            number.filter(is_possible).ok_or(PolicyError::BadThreshold)
        }
    }
}
