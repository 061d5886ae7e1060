//! Everything a page does, a program can do: every form has its call of the API.

use std::collections::{BTreeMap, BTreeSet};

use crate::expect_none;
use crate::source;

/// The handler of each form, and the calls that do the same.
const CALLS: [(&str, &[&str]); 82] = [
    ("saved::save_filter", &["save_audit_filter"]),
    (
        "saved::change_filter",
        &["rename_audit_filter", "delete_audit_filter"],
    ),
    ("custody::take_out_custody", &["take_out_custody"]),
    ("erase::erase_person", &["erase_person"]),
    ("erasing::erase_words", &["erase_words"]),
    ("exporting::export", &["export_entries"]),
    ("entering::enter_position", &["enter_position"]),
    ("holidays::list", &["list_holidays"]),
    (
        "ruling::change_procedure_rules",
        &["change_procedure_rules"],
    ),
    (
        "acts::act",
        &[
            "answer_cosponsorship",
            "withdraw_amendment",
            "incorporate_amendment",
            "reject_amendment",
            "lapse_amendment",
            "undo_adoption",
            "undo_part",
            "reopen_amendment",
            "adopt_modified",
            "answer_modification",
            "answer_procedure",
        ],
    ),
    ("acts::invite_cosponsor", &["invite_cosponsor"]),
    ("adoption::adopt", &["adopt_amendments"]),
    ("acts::answer", &["answer_draft_invitation"]),
    ("acts::discard", &["discard_draft_amendment"]),
    ("acts::invite", &["invite_to_draft"]),
    ("acts::withdraw_invitation", &["withdraw_draft_invitation"]),
    ("carrying::carry", &["carry_draft_amendment"]),
    ("opening::open_draft", &["open_draft_amendment"]),
    ("tabling::table", &["table_draft_amendment"]),
    ("clause::add_clause", &["edit_draft"]),
    ("clause::decide_removal", &["decide_removal"]),
    ("clause::edit_clause", &["edit_draft"]),
    (
        "declaring::declare",
        &["declare_collision", "lift_collision"],
    ),
    ("dividing::adopt_part", &["adopt_part"]),
    ("offering::offer_modification", &["offer_modification"]),
    ("offering::propose_procedure", &["propose_procedure"]),
    ("propose_amending", &["propose_amendment"]),
    ("propose_otherwise", &["propose_amendment"]),
    ("revise_amendment", &["revise_amendment"]),
    ("clause::remove_clause", &["edit_draft"]),
    ("clause::restore_clause", &["edit_draft"]),
    ("freeze::freeze_draft", &["freeze_draft"]),
    ("groups::make", &["make_group"]),
    ("keys::confirm", &["confirm_key"]),
    ("keys::draft", &["draft_key_statement"]),
    (
        "keys::submit",
        &["declare_key", "rotate_key", "approve_key"],
    ),
    ("groups::remove", &["leave_group"]),
    ("groups::seat", &["seat_in_group"]),
    ("import_text", &["preview_import", "import_text"]),
    ("invitation::accept", &["accept_invitation"]),
    ("invitations::invite", &["invite_delegate"]),
    ("invitations::renew", &["renew_invitation"]),
    ("invitations::revoke", &["revoke_invitation"]),
    ("opening::open", &["open_instrument"]),
    ("organisations::admit", &["admit_organisation"]),
    ("organisations::end_voting", &["end_voting"]),
    ("people::change_role", &["change_role"]),
    ("people::withdraw", &["withdraw_role"]),
    ("propose_insertion", &["propose_amendment"]),
    ("propose_modification", &["propose_amendment"]),
    ("ruling::change_rules", &["change_rules"]),
    ("mark_read", &["mark_read"]),
    ("answer_check", &["answer_check"]),
    ("close_check", &["close_check"]),
    ("opening::open_check", &["open_check"]),
    ("mark_notices_read", &["mark_notices_read"]),
    ("choices::choose_notices", &["choose_notices"]),
    ("choices::make_feed_address", &["make_feed_address"]),
    ("choices::revoke_feeds", &["revoke_feeds"]),
    ("organisations::reserve_submission", &["reserve_submission"]),
    ("send_back", &["send_back_prepared"]),
    ("submit_prepared", &["submit_prepared"]),
    ("withdraw_prepared", &["withdraw_prepared"]),
    ("message::delete_message", &["delete_message"]),
    ("message::edit_message", &["edit_message"]),
    ("opening::open_thread", &["open_thread"]),
    ("thread::reopen", &["reopen_thread"]),
    ("thread::resolve", &["resolve_thread"]),
    ("thread::write_message", &["write_message"]),
    ("signing::statement", &["draft_statement"]),
    (
        "signing::take_signed",
        &["take_position", "submit_prepared"],
    ),
    ("statement", &["draft_prepared_statement"]),
    ("set_up::found", &["found_network"]),
    ("show_in_room", &["show_in_room"]),
    ("sign_in::sign_in", &["sign_in"]),
    ("table_revision", &["table_revision"]),
    (
        "taking::take_position",
        &["take_position", "prepare_position", "rewrite_prepared"],
    ),
    ("adopting::adopt", &["adopt_instrument"]),
    ("agreeing::agree", &["agree_clauses"]),
    ("signing::sign", &["sign_instrument"]),
    ("opening::open_call", &["open_call"]),
    (
        "steps::take_step",
        &[
            "answer_objection",
            "sustain_objection",
            "withdraw_objection",
            "resolve_objection",
            "decide_objection",
            "rule_objection",
            "challenge_ruling",
            "name_cures",
            "designate_level",
            "challenge_designation",
            "declare_editorial",
            "challenge_editorial",
            "confirm_mandate",
            "deny_mandate",
            "confirm_entry",
            "contest_entry",
            "park_clause",
            "reopen_clause",
            "extend_call",
            "complete_call",
            "withdraw_call",
            "attach_statement",
            "break_silence",
            "hold_consultation",
        ],
    ),
];

/// The forms about the sign-ins of a person, and the calls that do the same.
const SIGN_INS: [(&str, &[&str]); 4] = [
    ("sessions::change_password", &["set_password"]),
    ("sessions::end", &["end_session"]),
    ("sessions::end_all", &["end_all_sessions"]),
    ("sign_in::sign_out", &["sign_out"]),
];

/// Kept in the browser alone, so that there is nothing to call.
const OF_THE_BROWSER: [&str; 1] = ["preferences::save_preferences"];

/// Returns the handlers of forms with the place where each is put on its address.
fn forms() -> BTreeMap<String, String> {
    let mut forms = BTreeMap::new();
    for file in source::under("server/src/web", &["rs"]) {
        let skipped = ["/api/", "/tests", "/fixture"];
        if skipped.iter().any(|part| file.path.contains(part)) {
            continue;
        }
        for (number, line) in file.code() {
            for call in line.split("post(").skip(1) {
                let handler = call.split(')').next().unwrap_or_default();
                let is_handler = handler
                    .chars()
                    .all(|it| it.is_ascii_lowercase() || it == '_' || it == ':');
                if is_handler && !handler.is_empty() {
                    forms.insert(handler.to_owned(), file.at(number));
                }
            }
        }
    }
    forms
}

fn calls() -> BTreeSet<String> {
    let files = source::under("server/src/web/api", &["rs"]);
    let described = files
        .iter()
        .flat_map(|file| file.text.split("#[utoipa::path(").skip(1));
    described
        .filter_map(|it| it.split("async fn ").nth(1))
        .filter_map(|it| it.split('(').next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_form_has_its_call() {
    let known: Vec<_> = CALLS.iter().chain(&SIGN_INS).collect();
    let forms = forms();
    assert!(forms.len() > 30, "{forms:?}");
    let missing: Vec<String> = forms
        .iter()
        .filter(|(form, _)| !known.iter().any(|(name, _)| name == form))
        .filter(|(form, _)| !OF_THE_BROWSER.contains(&form.as_str()))
        .map(|(form, place)| format!("{place}: {form}"))
        .collect();
    expect_none("no call of the API is named for", &missing);
    let gone: Vec<String> = known
        .iter()
        .filter(|(name, _)| !forms.contains_key(*name))
        .map(|(name, _)| (*name).to_owned())
        .collect();
    expect_none("no form has the handler", &gone);
}

#[test]
fn every_call_named_for_a_form_is_described() {
    let calls = calls();
    let missing: Vec<String> = CALLS
        .iter()
        .chain(&SIGN_INS)
        .flat_map(|(_, names)| names.iter())
        .filter(|name| !calls.contains(**name))
        .map(|name| (*name).to_owned())
        .collect();
    expect_none("the API lacks", &missing);
}
