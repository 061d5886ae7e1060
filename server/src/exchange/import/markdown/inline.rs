//! Characters and the marks they carry.

use std::ops::Range;

use domain::text::{Run, refused_character};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::Walk;
use super::html::{is_comment, tag_name};
use crate::exchange::import::Construct;
use crate::exchange::import::block::{Fault, Role};

/// The marks in force.
#[derive(Default)]
pub(super) struct Marks {
    strong: usize,
    em: usize,
    strong_tags: usize,
    em_tags: usize,
    link: Option<String>,
    /// The heading already listed for having marks.
    listed: Option<usize>,
}

impl Marks {
    /// Ends what HTML tags have begun: they do not reach beyond their block.
    pub(super) fn forget_tags(&mut self) {
        self.strong_tags = 0;
        self.em_tags = 0;
    }

    fn run(&self, text: &str) -> Run {
        Run {
            text: text.to_owned(),
            strong: self.strong + self.strong_tags > 0,
            em: self.em + self.em_tags > 0,
            link: self.link.clone(),
        }
    }
}

impl Walk<'_> {
    pub(super) fn inline_event(
        &mut self,
        event: Event<'_>,
        range: Range<usize>,
    ) -> Result<(), Fault> {
        if self.is_muted {
            return Ok(());
        }
        match event {
            Event::Text(text) => self.write(&text, range.start),
            Event::Code(text) => {
                self.unmapped(Construct::Code, range.clone())?;
                self.write(&text, range.start)
            }
            Event::FootnoteReference(label) => {
                self.unmapped(Construct::FootnoteReference, range.clone())?;
                self.write(&format!("[{label}]"), range.start)
            }
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::HardBreak => self.write("\n", range.start),
            Event::SoftBreak => self.soft_break(range.start),
            // Math and task lists are not switched on; the rest is not inline.
            _ => Ok(()),
        }
    }

    /// Appends characters, opening a paragraph if none is open.
    pub(super) fn write(&mut self, text: &str, at: usize) -> Result<(), Fault> {
        if self.current.is_none() {
            self.open_paragraph(at)?;
        }
        let Some(block) = self.current else {
            return Ok(());
        };
        let mut run = self.marks.run(text);
        if self.is_plain(block) {
            self.note_lost_marks(block, &run, at)?;
            run = Run {
                text: run.text,
                ..Run::default()
            };
        }
        self.blocks.append(block, run, at)
    }

    fn soft_break(&mut self, at: usize) -> Result<(), Fault> {
        let Some(block) = self.current else {
            return Ok(());
        };
        if self.blocks.exported.is_some() {
            return self.write(" ", at);
        }
        let like = if self.is_plain(block) {
            Run::default()
        } else {
            self.marks.run("")
        };
        self.blocks.append_soft_break(block, like)
    }

    fn is_plain(&self, block: usize) -> bool {
        matches!(
            self.blocks.list[block].role,
            Role::Heading(_) | Role::Commentary
        )
    }

    fn note_lost_marks(&mut self, block: usize, run: &Run, at: usize) -> Result<(), Fault> {
        let has_marks = run.strong || run.em || run.link.is_some();
        if !has_marks || self.marks.listed.replace(block) == Some(block) {
            return Ok(());
        }
        self.blocks
            .list_unmapped(at, Construct::HeadingMark, &run.text)
    }

    pub(super) fn start_inline(&mut self, tag: Tag<'_>, range: Range<usize>) -> Result<(), Fault> {
        match tag {
            Tag::Emphasis => self.marks.em += 1,
            Tag::Strong => self.marks.strong += 1,
            Tag::Strikethrough => return self.unmapped(Construct::Strikethrough, range),
            Tag::Image { .. } => return self.unmapped(Construct::Image, range),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => return self.start_link(link_type, dest_url, &title, range),
            // Extensions that are not switched on, and blocks, which `start` has taken.
            _ => {}
        }
        Ok(())
    }

    pub(super) fn end_inline(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.marks.em -= 1,
            TagEnd::Strong => self.marks.strong -= 1,
            TagEnd::Link => self.marks.link = None,
            _ => {}
        }
    }

    fn start_link(
        &mut self,
        link_type: LinkType,
        address: CowStr<'_>,
        title: &str,
        range: Range<usize>,
    ) -> Result<(), Fault> {
        let address = match link_type {
            LinkType::Email => format!("mailto:{address}"),
            _ => address.into_string(),
        };
        if !title.is_empty() {
            self.blocks
                .list_unmapped(range.start, Construct::LinkTitle, title)?;
        }
        if !Run::permits_link(&address) || refused_character(&address).is_some() {
            return self.unmapped(Construct::Link, range);
        }
        self.marks.link = Some(address);
        Ok(())
    }

    fn inline_html(&mut self, html: &str, range: Range<usize>) -> Result<(), Fault> {
        let change = |count: &mut usize, opens| {
            *count = if opens {
                *count + 1
            } else {
                count.saturating_sub(1)
            };
        };
        match tag_name(html) {
            Some((name, opens)) if name == "strong" || name == "b" => {
                change(&mut self.marks.strong_tags, opens);
            }
            Some((name, opens)) if name == "em" || name == "i" => {
                change(&mut self.marks.em_tags, opens);
            }
            Some((name, true)) if name == "br" => return self.write("\n", range.start),
            _ if is_comment(html) => return self.unmapped(Construct::Comment, range),
            _ => return self.unmapped(Construct::Html, range),
        }
        Ok(())
    }
}
