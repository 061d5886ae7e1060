//! What the shell sees of one open draft: names and numbers in, views out.

#![expect(
    clippy::needless_pass_by_value,
    reason = "JavaScript hands over values, not references"
)]

use domain::deliberation::Cursors;
use domain::id::DraftId;
use domain::text::{LanguageTag, Run};
use js_sys::Uint8Array;
use replica::{ActorId, ChangeHash, Mark, MarkName, document_id};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::comparing::Comparing;
use crate::drafting::{Act, Drafting};
use crate::link::{Link, presence_at};
use crate::presence::Presence;
use crate::redline::redline_of;
use crate::view::{PassageWords, Span, TextRef};

/// One replica of a draft with its side of the synchronisation.
#[wasm_bindgen]
#[derive(Debug)]
pub struct ClientDraft {
    document: DraftId,
    drafting: Drafting,
    link: Option<Link>,
    comparing: Option<Comparing>,
}

#[wasm_bindgen]
impl ClientDraft {
    /// Opens what the device kept of a draft, or a replica that knows nothing yet.
    ///
    /// # Errors
    ///
    /// * a message if a name or the kept bytes are not what they should be.
    pub fn open(
        document: &str,
        actor: Option<String>,
        kept: Option<Vec<u8>>,
        durable: Vec<String>,
    ) -> Result<Self, JsError> {
        console_error_panic_hook::set_once();
        let durable: Vec<ChangeHash> = durable.iter().filter_map(|h| h.parse().ok()).collect();
        let actor = actor
            .as_deref()
            .map_or_else(|| Ok(ActorId::random()), parse_actor)?;
        let document =
            document_id::decode(document).ok_or_else(|| JsError::new("there is no such draft"))?;
        Ok(Self {
            document,
            link: None,
            comparing: None,
            drafting: Drafting::open(kept.as_deref(), &durable, actor)?,
        })
    }

    /// Reports whether there is a draft to show.
    #[wasm_bindgen(getter, js_name = isReady)]
    pub fn is_ready(&self) -> bool {
        self.drafting.is_ready()
    }

    /// Edits as this actor from now on.
    ///
    /// # Errors
    ///
    /// * a message if the name is not an actor.
    #[wasm_bindgen(js_name = setActor)]
    pub fn set_actor(&mut self, actor: &str) -> Result<(), JsError> {
        self.drafting.set_actor(parse_actor(actor)?);
        Ok(())
    }

    /// Returns order, nesting and numbers.
    ///
    /// # Errors
    ///
    /// * a message if the view cannot be handed over.
    pub fn outline(&mut self) -> Result<JsValue, JsError> {
        to_js(&self.drafting.outline())
    }

    /// Returns a text as it stands here.
    ///
    /// # Errors
    ///
    /// * a message if there can be no such text.
    pub fn runs(&self, clause: Option<String>, field: &str) -> Result<JsValue, JsError> {
        to_js(&self.drafting.runs(text_ref(clause.as_deref(), field)?))
    }

    /// Replaces a part of a text by runs.
    ///
    /// # Errors
    ///
    /// * a message that says why the text cannot be changed so.
    pub fn splice(
        &mut self,
        clause: Option<String>,
        field: &str,
        at: usize,
        deleted: usize,
        runs: JsValue,
    ) -> Result<(), JsError> {
        let text = text_ref(clause.as_deref(), field)?;
        let runs: Vec<Run> = from_js(runs)?;
        self.touched(text);
        Ok(self.drafting.splice(text, at, deleted, runs)?)
    }

    /// Puts a mark on a part of a body; a value of null takes it off.
    ///
    /// # Errors
    ///
    /// * a message that says why the text cannot be marked so.
    pub fn mark(
        &mut self,
        clause: Option<String>,
        field: &str,
        from: usize,
        to: usize,
        name: &str,
        value: JsValue,
    ) -> Result<(), JsError> {
        let TextRef::Clause(clause, replica::Field::Body) = text_ref(clause.as_deref(), field)?
        else {
            return Err(JsError::new("only the text of a clause carries marks"));
        };
        self.touched(TextRef::Clause(clause, replica::Field::Body));
        let name =
            MarkName::from_name(name).ok_or_else(|| JsError::new("there is no such mark"))?;
        let mark = match (name, value.as_string()) {
            _ if value.is_null() || value.is_undefined() => None,
            (MarkName::Strong, _) => Some(Mark::Strong),
            (MarkName::Em, _) => Some(Mark::Em),
            (MarkName::Link, Some(address)) => Some(Mark::Link(address)),
            (MarkName::Link, None) => return Err(JsError::new("a link needs an address")),
        };
        Ok(self.drafting.mark(clause, from..to, name, mark.as_ref())?)
    }

    /// Adds an empty clause.
    ///
    /// # Errors
    ///
    /// * a message that says why it cannot be added.
    #[wasm_bindgen(js_name = addClause)]
    pub fn add_clause(
        &mut self,
        id: &str,
        parent: Option<String>,
        after: Option<String>,
        kind: &str,
    ) -> Result<(), JsError> {
        let act = Act::Add {
            id: id.parse()?,
            parent: parse_optional(parent)?,
            after: parse_optional(after)?,
            kind: parse_kind(kind)?,
        };
        self.restructure(&act)
    }

    /// Moves a clause.
    ///
    /// # Errors
    ///
    /// * a message that says why it cannot be moved so.
    #[wasm_bindgen(js_name = placeClause)]
    pub fn place_clause(
        &mut self,
        id: &str,
        parent: Option<String>,
        after: Option<String>,
    ) -> Result<(), JsError> {
        let act = Act::Place {
            id: id.parse()?,
            parent: parse_optional(parent)?,
            after: parse_optional(after)?,
        };
        self.restructure(&act)
    }

    /// Removes a clause, which keeps its text.
    ///
    /// # Errors
    ///
    /// * a message that says why it cannot be removed.
    #[wasm_bindgen(js_name = removeClause)]
    pub fn remove_clause(&mut self, id: &str) -> Result<(), JsError> {
        self.restructure(&Act::Remove(id.parse()?))
    }

    /// Takes a removed clause back into the text.
    ///
    /// # Errors
    ///
    /// * a message that says why it cannot be restored.
    #[wasm_bindgen(js_name = restoreClause)]
    pub fn restore_clause(&mut self, id: &str) -> Result<(), JsError> {
        self.restructure(&Act::Restore(id.parse()?))
    }

    /// Makes a clause one of another kind.
    ///
    /// # Errors
    ///
    /// * a message that says why it cannot be.
    #[wasm_bindgen(js_name = setKind)]
    pub fn set_kind(&mut self, id: &str, kind: &str) -> Result<(), JsError> {
        let act = Act::Kind(id.parse()?, parse_kind(kind)?);
        self.restructure(&act)
    }

    /// Names a clause's own language, or none where it is that of the draft.
    ///
    /// # Errors
    ///
    /// * a message that says why it cannot be.
    #[wasm_bindgen(js_name = setLanguage)]
    pub fn set_language(&mut self, id: &str, language: Option<String>) -> Result<(), JsError> {
        let language = language.map(|tag| tag.parse()).transpose()?;
        let act = Act::Language(id.parse()?, language);
        self.restructure(&act)
    }

    /// Makes one change of the edits since the last; false if there were none.
    pub fn commit(&mut self) -> bool {
        self.drafting.commit()
    }

    /// Reports whether edits wait to be made a change.
    #[wasm_bindgen(getter, js_name = hasOpenEdits)]
    pub fn has_open_edits(&self) -> bool {
        self.drafting.has_open_edits()
    }

    /// Returns what was not yet given out for keeping.
    #[wasm_bindgen(js_name = takeUnsaved)]
    pub fn take_unsaved(&mut self) -> Option<Vec<u8>> {
        self.drafting.take_unsaved()
    }

    /// Returns the whole document.
    pub fn save(&mut self) -> Vec<u8> {
        self.drafting.save()
    }

    /// Returns how many changes the server has not confirmed.
    pub fn pending(&self) -> usize {
        self.drafting.pending()
    }

    /// Returns the heads the server has confirmed.
    #[wasm_bindgen(js_name = durableHeads)]
    pub fn durable_heads(&self) -> Vec<String> {
        self.drafting
            .durable()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    /// Begins a connection under this name and returns the frame to send first.
    pub fn connect(&mut self, peer: String) -> Vec<u8> {
        self.link.insert(Link::new(self.document, peer)).join()
    }

    /// Ends the connection.
    pub fn disconnect(&mut self) {
        self.link = None;
    }

    /// Takes frames of the server and returns what they did.
    ///
    /// # Errors
    ///
    /// * a message if one is not a frame that our server sends.
    pub fn receive(&mut self, frames: Vec<Uint8Array>) -> Result<JsValue, JsError> {
        let mut events = Vec::new();
        for frame in frames {
            if let Some(link) = &mut self.link {
                events.extend(link.receive(&frame.to_vec(), &mut self.drafting)?);
            }
        }
        if let Some(comparing) = &mut self.comparing {
            comparing.follow(&events);
        }
        to_js(&events)
    }

    /// Returns the frames to send now.
    pub fn outgoing(&mut self) -> Vec<Uint8Array> {
        let Some(link) = &mut self.link else {
            return Vec::new();
        };
        let frames = link.outgoing(&mut self.drafting);
        frames
            .iter()
            .map(|frame| Uint8Array::from(frame.as_slice()))
            .collect()
    }

    /// Returns the frame that tells the others where this person's caret is.
    pub fn caret(
        &mut self,
        clause: Option<String>,
        field: &str,
        anchor: usize,
        head: usize,
    ) -> Option<Vec<u8>> {
        // The title belongs to no clause, and nobody is shown in it.
        let TextRef::Clause(clause, field) = TextRef::parse(clause.as_deref(), field)? else {
            return None;
        };
        let place = (clause, field);
        let presence = presence_at(&mut self.drafting, place, (anchor, head)).ok()?;
        self.link.as_mut()?.show(&presence)
    }

    /// Returns the frame that tells the others that this person is in no text.
    #[wasm_bindgen(js_name = caretGone)]
    pub fn caret_gone(&mut self) -> Option<Vec<u8>> {
        self.link.as_mut()?.show(&Presence::Gone)
    }

    /// Names the first and the last character of a part of a clause's text, for a thread about it.
    ///
    /// # Errors
    ///
    /// * a message if there is no such part.
    #[wasm_bindgen(js_name = passageEnds)]
    pub fn passage_ends(
        &mut self,
        clause: &str,
        from: usize,
        to: usize,
    ) -> Result<JsValue, JsError> {
        let ends = (self.drafting.draft()).passage_ends(clause.parse()?, from..to)?;
        to_js(&ends)
    }

    /// Finds the words that a thread is about in the text of a clause; null where they are gone.
    ///
    /// # Errors
    ///
    /// * a message if the words are not such as a thread keeps.
    #[wasm_bindgen(js_name = findPassage)]
    pub fn find_passage(
        &mut self,
        clause: &str,
        ends: JsValue,
        passage: JsValue,
    ) -> Result<JsValue, JsError> {
        let ends: Option<Cursors> = from_js(ends)?;
        let words: PassageWords = from_js(passage)?;
        let passage = (words.passage()).ok_or_else(|| JsError::new("these are no such words"))?;
        let draft = self.drafting.draft();
        let found = draft.find_passage(clause.parse()?, ends.as_ref(), &passage);
        to_js(&found.map(|it| Span {
            from: it.start,
            to: it.end,
        }))
    }

    /// Begins to compare with the text at these heads; false before the replica has them.
    #[wasm_bindgen(js_name = compareWith)]
    pub fn compare_with(&mut self, heads: Vec<String>) -> bool {
        let heads: Vec<ChangeHash> = heads.iter().filter_map(|h| h.parse().ok()).collect();
        self.comparing = Comparing::new(self.drafting.draft(), &heads);
        self.comparing.is_some()
    }

    /// Returns what changes in the text it is compared with, clause by clause.
    ///
    /// # Errors
    ///
    /// * a message if the view cannot be handed over.
    pub fn changes(&mut self) -> Result<JsValue, JsError> {
        let Some(comparing) = &mut self.comparing else {
            return Ok(JsValue::NULL);
        };
        to_js(&comparing.changes(self.drafting.draft()))
    }

    /// Returns, as plain text, what reads differently here from what the server confirmed.
    pub fn unconfirmed(&mut self) -> String {
        self.drafting.unconfirmed()
    }
}

impl ClientDraft {
    fn touched(&mut self, text: TextRef) {
        if let (Some(comparing), Some(clause)) = (&mut self.comparing, text.clause()) {
            comparing.touch(clause);
        }
    }

    fn restructure(&mut self, act: &Act) -> Result<(), JsError> {
        if let Some(comparing) = &mut self.comparing {
            comparing.restructure();
        }
        Ok(self.drafting.restructure(act)?)
    }
}

/// Returns the direction of a language, `ltr` or `rtl`; of what is no language, `ltr`.
#[wasm_bindgen]
pub fn direction(tag: &str) -> String {
    let tag = tag.parse::<LanguageTag>();
    tag.map_or("ltr", |tag| tag.direction()).to_owned()
}

/// Draws how a text, as it is typed into a plain field, differs from the one it
/// proposes to change, as segments.
///
/// # Errors
///
/// * a message if the base is not a list of runs.
#[wasm_bindgen]
pub fn redline(base: JsValue, typed: &str) -> Result<JsValue, JsError> {
    to_js(&redline_of(from_js(base)?, typed))
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    // Absent values as null and maps as objects, as the shell's types say.
    let serializer = Serializer::json_compatible();
    Ok(value.serialize(&serializer)?)
}

fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}

fn text_ref(clause: Option<&str>, field: &str) -> Result<TextRef, JsError> {
    TextRef::parse(clause, field).ok_or_else(|| JsError::new("there can be no such text"))
}

fn parse_actor(hex: &str) -> Result<ActorId, JsError> {
    hex.parse()
        .map_err(|_| JsError::new("the name is not an actor"))
}

fn parse_kind(name: &str) -> Result<domain::text::ClauseKind, JsError> {
    domain::text::ClauseKind::from_name(name).ok_or_else(|| JsError::new("there is no such kind"))
}

fn parse_optional(id: Option<String>) -> Result<Option<domain::id::ClauseId>, JsError> {
    Ok(id.map(|id| id.parse()).transpose()?)
}
