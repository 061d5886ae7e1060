//! How an adopted text is cited.

use domain::time::Timestamp;

use crate::web::page::Page;
use crate::web::pages::instruments::file_name;

/// What a citation names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cited<'a> {
    pub(super) title: &'a str,
    pub(super) version: u32,
    pub(super) at: Timestamp,
    pub(super) root: &'a str,
    pub(super) address: &'a str,
}

impl Cited<'_> {
    /// Writes the citation as a sentence.
    pub(super) fn plain(&self, page: &Page) -> String {
        page.t("cite-plain")
            .arg("network", &*page.network)
            .arg("title", self.title)
            .arg("version", self.version)
            .arg("day", self.day("%Y-%m-%d"))
            .arg("address", self.address)
            .arg("root", self.root)
            .to_string()
    }

    /// Writes the citation as an entry of BibTeX.
    pub(super) fn bibtex(&self, network: &str) -> String {
        let (version, root, address) = (self.version, self.root, self.address);
        format!(
            "@misc{{{}-v{version},\n  author = {{{{{}}}}},\n  title = {{{}}},\n  year = {{{}}},\n  month = {},\n  note = {{Version {version}, adopted {}, root hash {root}}},\n  url = {{{address}}}\n}}",
            file_name(self.title),
            protected(network),
            protected(self.title),
            self.day("%Y"),
            self.day("%b").to_lowercase(),
            self.day("%Y-%m-%d"),
        )
    }

    /// Writes the day of adoption, in UTC.
    fn day(&self, form: &str) -> String {
        self.at.as_jiff().strftime(form).to_string()
    }
}

/// Writes a text so that TeX prints it as it is.
fn protected(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '#' | '$' | '%' | '&' | '_' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_its_field() {
        let cited = Cited {
            title: "Rules}, url = {https://evil.example} \\input{x} 100%",
            version: 2,
            at: "2026-11-23T10:00:00Z".parse().unwrap(),
            root: "ab12",
            address: "https://network.example/adopted/1/2",
        };
        let entry = cited.bibtex("Audit & Trust");
        assert!(entry.starts_with("@misc{rules-url-https-evil-example-input-x-100-v2,\n"));
        assert!(entry.contains("author = {{Audit \\& Trust}}"), "{entry}");
        assert!(
            entry.contains("title = {Rules\\}, url = \\{https://evil.example\\} \\textbackslash{}input\\{x\\} 100\\%}"),
            "{entry}"
        );
        assert!(entry.contains("year = {2026},\n  month = nov"), "{entry}");
    }
}
