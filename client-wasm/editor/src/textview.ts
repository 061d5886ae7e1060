// One text under the hand: a ProseMirror view bound to one Text of the replica.

import { history, redo, undo, undoDepth } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import type { Mark } from "prosemirror-model";
import { EditorState, Plugin, TextSelection, type Command, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { caretKey, carets } from "./carets";
import type { Caret, MarkName, Run, Splice, TextRef } from "./model";
import { passageKey, passages, type Passage } from "./passages";
import { pasteInto } from "./paste";
import { OFFSET, documentOf, plainSchema, richSchema, runsOf } from "./schema";
import { editsOf, isTextual, remoteTransaction, type TextEdit } from "./steps";

/** The part of a ProseMirror view that its types leave out. */
interface Observed {
  readonly domObserver: { flush(): void };
}

/** What a text asks of the draft it belongs to. */
export interface TextHost {
  /** Takes a local edit; false where the replica does not accept it. */
  edit(ref: TextRef, edits: readonly TextEdit[]): boolean;
  /** The text as the replica has it. */
  runs(ref: TextRef): readonly Run[];
  /** The caret moved, or the text lost it. */
  caretAt(ref: TextRef, range: { anchor: number; head: number } | null): void;
  /** Acts on a key that reaches beyond this text. */
  structureKey(ref: TextRef, view: TextView, key: StructureKey): boolean;
  /** Several paragraphs were pasted: the first stays, the others become clauses. */
  pasteParagraphs(ref: TextRef, view: TextView, paragraphs: readonly (readonly Run[])[]): void;
  /** Asks for the address of a link. */
  editLink(view: TextView): void;
  /** Characters were left out of what was pasted or typed. */
  charactersRefused(count: number): void;
  /** Whether the act to undo next lies outside the texts. */
  undoesStructure(ref: TextRef): boolean;
  undoStructure(): boolean;
  redoStructure(): boolean;
  /** A composition began or ended. */
  composing(active: boolean): void;
  /** Asks to discuss what is selected, or to go to the discussion at the caret. */
  discuss(view: TextView): boolean;
}

export type StructureKey = "enter" | "backspace" | "before" | "after" | "leave";

/** A mounted text. */
export class TextView {
  readonly ref: TextRef;
  readonly view: EditorView;
  readonly #host: TextHost;
  #editable: boolean;
  #label: string;
  #description: string | null = null;

  constructor(mount: HTMLElement, ref: TextRef, host: TextHost, editable: boolean, label: string) {
    this.ref = ref;
    this.#host = host;
    this.#editable = editable;
    this.#label = label;
    const schema = ref.field === "body" ? richSchema : plainSchema;
    const state = EditorState.create({
      doc: documentOf(schema, host.runs(ref)),
      plugins: [this.#keys(), history({ newGroupDelay: 500 }), carets(), passages(), this.#guard()],
    });
    this.view = new EditorView({ mount }, {
      state,
      editable: () => this.#editable,
      attributes: () => this.#attributes(mount),
      dispatchTransaction: (tr) => this.#dispatch(tr),
      handleDOMEvents: {
        paste: (_view, event) => this.#paste(event),
        drop: (_view, event) => this.#drop(event),
        dragstart: (_view, event) => {
          event.preventDefault();
          return true;
        },
        keydown: (_view, event) => this.#catchUp(event),
        compositionstart: () => this.#compose(true),
        compositionend: () => this.#compose(false),
        focus: () => this.#reportCaret(),
        blur: () => this.#blurred(),
      },
      handleClick: (_view, position, event) => this.#follow(position, event),
    });
  }

  focus(at: "start" | "end" | number | null = null): void {
    const size = this.view.state.doc.content.size;
    if (at !== null) {
      const position = at === "start" ? OFFSET : at === "end" ? size - OFFSET : Math.min(at + OFFSET, size - OFFSET);
      this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.view.state.doc, position)));
    }
    this.view.focus();
    this.view.dispatch(this.view.state.tr.scrollIntoView());
  }

  get caret(): number {
    return this.view.state.selection.from - OFFSET;
  }

  /** What is selected, in the direction it was. */
  get range(): { anchor: number; head: number } {
    const { anchor, head } = this.view.state.selection;
    return { anchor: anchor - OFFSET, head: head - OFFSET };
  }

  get isEmpty(): boolean {
    return this.view.state.doc.content.size === 2 * OFFSET;
  }

  get isComposing(): boolean {
    return this.view.composing;
  }

  /** The runs from a position to the end. */
  runsFrom(position: number): Run[] {
    const line = this.view.state.doc.firstChild;
    return line ? runsOf(line.content.cut(position)) : [];
  }

  /** Takes remote changes as one transaction that no undo of ours touches. */
  applyRemote(splices: readonly Splice[]): void {
    this.#readSelection();
    const tr = remoteTransaction(this.view.state, splices, this.#host.runs(this.ref));
    if (tr.docChanged) this.view.dispatch(tr);
  }

  showCaret(peer: string, caret: Caret | null): void {
    this.#readSelection();
    this.view.dispatch(this.view.state.tr.setMeta(caretKey, { peer, caret }));
  }

  /** Marks the words that are discussed. */
  showPassages(found: readonly Passage[]): void {
    this.#readSelection();
    this.view.dispatch(this.view.state.tr.setMeta(passageKey, found));
  }

  /** Takes in where the caret was just put: the browser tells it later, and drawing before that would put it back. */
  #readSelection(): void {
    if (!this.view.composing) (this.view as unknown as Observed).domObserver.flush();
  }

  setEditable(editable: boolean): void {
    this.#editable = editable;
    this.view.setProps({});
  }

  /** Names the text anew, after its number changed. */
  setLabel(label: string): void {
    this.#label = label;
    this.#redescribe();
  }

  /** Names the element that says more of the text. */
  setDescription(id: string | null): void {
    this.#description = id;
    this.#redescribe();
  }

  #redescribe(): void {
    this.view.setProps({ attributes: () => this.#attributes(this.view.dom) });
  }

  /** Adds a mark to the selection or takes it away; null takes a link away. */
  toggleMark(name: MarkName, href: string | null = null): boolean {
    const { state } = this.view;
    const type = state.schema.marks[name];
    if (!type || !this.#editable) return false;
    const { from, to, empty } = state.selection;
    const mark = type.create(name === "link" ? { href } : null);
    const on = name === "link" ? href === null : this.hasMark(name);
    const tr = state.tr;
    if (empty) this.view.dispatch(on ? tr.removeStoredMark(type) : tr.addStoredMark(mark));
    else this.view.dispatch(on ? tr.removeMark(from, to, type) : tr.addMark(from, to, mark));
    return true;
  }

  /** Whether the selection, or what would be typed at the caret, carries a mark. */
  hasMark(name: MarkName): boolean {
    const { state } = this.view;
    const type = state.schema.marks[name];
    if (!type) return false;
    const { from, to, empty, $from } = state.selection;
    if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
    let everywhere = true;
    state.doc.nodesBetween(from, to, (node) => {
      if (node.isText && !type.isInSet(node.marks)) everywhere = false;
    });
    return everywhere;
  }

  /** The link around the caret, and the range it covers. */
  linkAtCaret(): { from: number; to: number; href: string } | null {
    const { state } = this.view;
    const type = state.schema.marks["link"];
    const { $from } = state.selection;
    const mark = type && [$from.nodeAfter, $from.nodeBefore].map((node) => node && type.isInSet(node.marks)).find(Boolean);
    return mark ? { ...this.#extent(mark), href: String(mark.attrs["href"]) } : null;
  }

  #extent(mark: Mark): { from: number; to: number } {
    const caret = this.view.state.selection.from;
    let range = { from: caret, to: caret };
    let open: { from: number; to: number } | null = null;
    this.view.state.doc.firstChild?.forEach((node, offset) => {
      const from = offset + OFFSET;
      const to = from + node.nodeSize;
      open = mark.isInSet(node.marks) ? { from: open?.from ?? from, to } : null;
      if (open && open.from <= caret && caret <= to) range = open;
    });
    return range;
  }

  select(from: number, to: number): void {
    this.view.dispatch(this.view.state.tr.setSelection(TextSelection.create(this.view.state.doc, from, to)));
  }

  /** Selects a part of the text. */
  selectText(from: number, to: number): void {
    const end = this.view.state.doc.content.size - OFFSET;
    this.select(Math.min(from + OFFSET, end), Math.min(to + OFFSET, end));
  }

  /** Deletes a range; with `silently` it is part of a structural act and has no undo of its own. */
  deleteRange(from: number, to: number, silently: boolean): void {
    const tr = this.view.state.tr.delete(from + OFFSET, to + OFFSET);
    this.view.dispatch(silently ? tr.setMeta("addToHistory", false) : tr);
  }

  /** Replaces the selection with marked text. */
  insert(runs: readonly Run[], silently = false): void {
    const content = documentOf(this.view.state.schema, runs).firstChild?.content;
    if (!content) return;
    const { from, to } = this.view.state.selection;
    const tr = this.view.state.tr.replaceWith(from, to, content);
    this.view.dispatch((silently ? tr.setMeta("addToHistory", false) : tr).scrollIntoView());
  }

  undo(): boolean {
    if (this.#host.undoesStructure(this.ref) || undoDepth(this.view.state) === 0) return this.#host.undoStructure();
    return undo(this.view.state, this.view.dispatch);
  }

  redo(): boolean {
    return redo(this.view.state, this.view.dispatch) || this.#host.redoStructure();
  }

  destroy(): void {
    this.view.destroy();
  }

  #attributes(mount: HTMLElement): Record<string, string> {
    return {
      class: mount.dataset["class"] ?? "text",
      role: "textbox",
      "aria-label": this.#label,
      "aria-multiline": String(this.ref.field === "body" || this.ref.field === "commentary"),
      "aria-readonly": String(!this.#editable),
      ...(this.#description === null ? {} : { "aria-describedby": this.#description }),
      ...(this.#editable ? {} : { tabindex: "0" }),
      spellcheck: "true",
      "data-field": this.ref.field,
    };
  }

  #guard(): Plugin {
    return new Plugin({
      filterTransaction: (tr) => {
        if (!tr.docChanged || tr.getMeta("remote")) return true;
        return this.#editable && isTextual(tr);
      },
    });
  }

  #dispatch(tr: Transaction): void {
    const { state, transactions } = this.view.state.applyTransaction(tr);
    const isLocal = tr.docChanged && !tr.getMeta("remote");
    if (isLocal && transactions.length === 0) this.#host.charactersRefused(1);
    if (isLocal && transactions.length > 0 && !this.#host.edit(this.ref, transactions.flatMap(editsOf))) {
      // The replica has the last word: draw again what it holds.
      this.view.updateState(this.view.state);
      return;
    }
    this.view.updateState(state);
    if (tr.selectionSet || isLocal) this.#reportCaret();
  }

  /** Reads the selection before a key that acts on it: the browser tells of its changes only later. */
  #catchUp(event: KeyboardEvent): false {
    const { key, ctrlKey, metaKey, isComposing } = event;
    if (isComposing || this.view.composing || (key.length === 1 && !ctrlKey && !metaKey)) return false;
    const seen = document.getSelection();
    const { anchorNode, focusNode } = seen ?? { anchorNode: null, focusNode: null };
    if (!seen || !anchorNode || !focusNode || !this.view.dom.contains(anchorNode) || !this.view.dom.contains(focusNode)) return false;
    const anchor = this.view.posAtDOM(anchorNode, seen.anchorOffset);
    const head = this.view.posAtDOM(focusNode, seen.focusOffset);
    const { doc, selection } = this.view.state;
    const isText = [anchor, head].every((position) => position >= OFFSET && position <= doc.content.size - OFFSET);
    if (isText && (anchor !== selection.anchor || head !== selection.head)) this.select(anchor, head);
    return false;
  }

  #reportCaret(): void {
    if (!this.view.hasFocus()) return;
    this.#host.caretAt(this.ref, this.range);
  }

  #blurred(): void {
    this.#host.caretAt(this.ref, null);
    if (!this.view.composing) this.#host.composing(false);
  }

  #compose(active: boolean): void {
    this.#host.composing(active);
  }

  #paste(event: ClipboardEvent): boolean {
    event.preventDefault();
    if (event.clipboardData && this.#editable) pasteInto(this, event.clipboardData, this.#host);
    return true;
  }

  #drop(event: DragEvent): boolean {
    event.preventDefault();
    const at = this.view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (!event.dataTransfer || !at || !this.#editable) return true;
    this.select(at.pos, at.pos);
    pasteInto(this, event.dataTransfer, this.#host);
    this.view.focus();
    return true;
  }

  /** Follows a link where the reader asks for it, never on a plain click in a text under edit. */
  #follow(position: number, event: MouseEvent): boolean {
    const link = this.view.state.doc.resolve(position).marks().find((mark) => mark.type.name === "link");
    if (!link || (this.#editable && !event.ctrlKey && !event.metaKey)) return false;
    window.open(String(link.attrs["href"]), "_blank", "noopener,noreferrer");
    return true;
  }

  #keys(): Plugin {
    const structure = (key: StructureKey): Command => () => this.#host.structureKey(this.ref, this, key);
    const edge = (direction: "up" | "down" | "left" | "right", key: StructureKey): Command => (state, _dispatch, view) => {
      if (!state.selection.empty || !view?.endOfTextblock(direction)) return false;
      return this.#host.structureKey(this.ref, this, key);
    };
    const atStart: Command = (state) =>
      state.selection.empty && state.selection.from === OFFSET && this.#host.structureKey(this.ref, this, "backspace");
    return keymap({
      "Mod-b": () => this.toggleMark("strong"),
      "Mod-i": () => this.toggleMark("em"),
      "Mod-k": () => {
        if (this.ref.field === "body" && this.#editable) this.#host.editLink(this);
        return true;
      },
      "Mod-z": () => this.undo(),
      "Shift-Mod-z": () => this.redo(),
      "Mod-y": () => this.redo(),
      "Mod-Alt-m": () => this.#host.discuss(this),
      Enter: structure("enter"),
      "Shift-Enter": () => {
        if (this.ref.field === "body" || this.ref.field === "commentary") this.insert([{ text: "\n" }]);
        return true;
      },
      Backspace: atStart,
      ArrowUp: edge("up", "before"),
      ArrowDown: edge("down", "after"),
      ArrowLeft: edge("left", "before"),
      ArrowRight: edge("right", "after"),
      Escape: structure("leave"),
    });
  }
}
