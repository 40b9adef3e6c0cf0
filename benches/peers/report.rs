//! The table of results: printed, and kept in `benches/README.md`.

use std::path::Path;

use crate::failure::Failure;

/// One row of the table.
pub struct Line {
    pub work: String,
    pub peer: String,
    pub theirs: String,
    pub ours: String,
    pub ratio: String,
    pub target: String,
    pub distance: String,
}

/// Everything that a run found out.
pub struct Report {
    /// Where and on what it was measured, a sentence each.
    pub circumstances: Vec<String>,
    /// The table.
    pub lines: Vec<Line>,
    /// What the table has no place for.
    pub notes: Vec<String>,
}

const HEAD: [&str; 7] = ["work", "peer", "peer's figure", "ours", "peer ÷ ours", "target", "distance"];

const OPENING: &str = "# Burrow beside its peers

Written by `make bench`; the targets are those of the design. Everything is measured in one run of one Chromium, ours and
the peer's in turn, on one file of made-up customers. Our engine is the release's own worker, spoken to by a bare page in
the frames of its protocol; a time ends when the bytes of the reply are in the page, a write's after the `complete` event of its
transaction. The peers run in a dedicated worker as well and get the same rows, the same `durability: \"strict\"` and the
same way of asking, so that their time too ends when the answer is back in the page.
The board of deals and the exchange between devices are driven through the screens of the release, as a person would,
in browsers of their own.
";

impl Report {
    /// The table as Markdown, its columns in line.
    fn table(&self) -> String {
        let mut rows: Vec<Vec<String>> = vec![HEAD.iter().map(|word| (*word).to_owned()).collect()];
        for line in &self.lines {
            let cells = [&line.work, &line.peer, &line.theirs, &line.ours, &line.ratio, &line.target, &line.distance];
            rows.push(cells.into_iter().cloned().collect());
        }
        let widths: Vec<usize> = (0..HEAD.len())
            .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
            .collect();
        let written = |row: &[String], fill: char| -> String {
            let cells = row.iter().zip(&widths).map(|(cell, width)| {
                let missing = width - cell.chars().count();
                format!(" {cell}{} ", fill.to_string().repeat(missing))
            });
            format!("|{}|\n", cells.collect::<Vec<_>>().join("|"))
        };
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        let mut text = written(&rows[0], ' ');
        text.push_str(&written(&rule, '-'));
        rows[1..].iter().for_each(|row| text.push_str(&written(row, ' ')));
        text
    }

    /// All of it as Markdown.
    pub fn text(&self) -> String {
        let list = |items: &[String]| items.iter().map(|item| format!("- {item}\n")).collect::<String>();
        format!("{OPENING}\n{}\n{}\n## Besides\n\n{}", list(&self.circumstances), self.table(), list(&self.notes))
    }

    /// Keeps it.
    pub fn write(&self, path: &Path) -> Result<(), Failure> {
        std::fs::write(path, self.text()).map_err(|reason| Failure::file("the results", &reason))
    }
}
