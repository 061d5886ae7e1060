//! Lists and their items.

use std::collections::HashMap;

use domain::text::{RichText, Run};

use super::Walk;
use crate::exchange::import::block::{Fault, List, Role};

/// The lists being read, outermost first.
#[derive(Default)]
pub(super) struct Lists {
    open: Vec<OpenList>,
    items: Vec<Item>,
    started: usize,
    /// The last number of the last numbered list in each item, or outside any.
    reached: HashMap<Option<usize>, u64>,
}

struct OpenList {
    list: List,
    items: u64,
    /// The block of the last item.
    last: Option<usize>,
}

struct Item {
    block: usize,
    /// Whether nothing has been written in it yet.
    is_fresh: bool,
}

impl Lists {
    pub(super) fn start(&mut self, first: Option<u64>) {
        if let Some(item) = self.items.last_mut() {
            item.is_fresh = false;
        }
        self.started += 1;
        self.open.push(OpenList {
            list: List {
                id: self.started,
                first,
            },
            items: 0,
            last: None,
        });
    }

    pub(super) fn end_item(&mut self) {
        self.items.pop();
    }

    /// Returns the block of the innermost item.
    pub(super) fn innermost(&self) -> Option<usize> {
        self.items.last().map(|item| item.block)
    }

    /// Returns the innermost item's block if nothing has been written in it yet.
    pub(super) fn take_fresh(&mut self) -> Option<usize> {
        let item = self.items.last_mut()?;
        std::mem::replace(&mut item.is_fresh, false).then_some(item.block)
    }
}

impl Walk<'_> {
    pub(super) fn start_item(&mut self, at: usize) -> Result<(), Fault> {
        self.close();
        let outer = self.lists.innermost();
        let Some(open) = self.lists.open.last_mut() else {
            return Ok(());
        };
        let block = self.blocks.open(Role::Item(open.list), outer, at)?;
        open.items += 1;
        open.last = Some(block);
        self.lists.items.push(Item {
            block,
            is_fresh: true,
        });
        Ok(())
    }

    pub(super) fn end_list(&mut self) {
        let Some(OpenList { list, items, last }) = self.lists.open.pop() else {
            return;
        };
        let Some(first) = list.first else {
            return;
        };
        let place = self.lists.innermost();
        let reached = self.lists.reached.get(&place).copied().unwrap_or(0);
        match last {
            // One line that begins with a year is a sentence, not a list.
            Some(block) if items == 1 && first != 1 && first != reached + 1 => {
                self.write_number_back(block);
            }
            _ => {
                self.lists
                    .reached
                    .insert(place, first.saturating_add(items).saturating_sub(1));
            }
        }
    }

    fn write_number_back(&mut self, block: usize) {
        let block = &mut self.blocks.list[block];
        let source = self.source.get(block.at..).unwrap_or_default();
        let digits = source.bytes().take_while(u8::is_ascii_digit).count();
        let mut text = RichText::plain(format!("{} ", source.get(..=digits).unwrap_or_default()));
        for run in std::mem::take(&mut block.text).runs() {
            text.push(Run::clone(run));
        }
        block.text = text;
        block.role = Role::Paragraph;
    }
}
