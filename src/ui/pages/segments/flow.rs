//! The course of finding segments: what is asked, the work, what was found.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::domain::group_name::{GroupName, group_names};
use crate::domain::model::Feature;
use crate::domain::record::Kind;
use crate::state::analyst_protocol::{
    AnalystFailure, AnalystProgress, AnalystReply, AnalystTask, Clustering, Column, Proposal,
};
use crate::state::segment_plan::{Groups, PurchaseSummary, SavedSegments};
use crate::state::{Analyst, AnalystLoss, AppState, Live, live};

/// How often k-means starts anew; the best is kept.
pub(super) const RUNS: u32 = 10;
/// The seed that nobody chose.
const USUAL_SEED: u64 = 1;
/// With fewer customers than this, groups tell nothing.
pub(super) const FEWEST_CUSTOMERS: u64 = 10;

/// What the analyst is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Finding out how many groups there are.
    Proposing,
    /// Putting customers into groups.
    Grouping,
}

/// Why there are no groups.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Trouble {
    /// The user ended it.
    Stopped,
    /// What was asked cannot be answered.
    Cannot(AnalystFailure),
    /// The worker or the engine broke.
    Broken(String),
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// The groups.
    pub clustering: Clustering,
    /// What they come to.
    pub groups: Groups,
    /// What they are called.
    pub names: Vec<GroupName>,
}

/// The state of the page: signals of the page, gone with it.
#[derive(Clone, Copy)]
pub(super) struct SegmentsFlow {
    /// The application.
    pub app: AppState,
    /// The orders in one look.
    pub summary: Live<PurchaseSummary>,
    /// What is saved.
    pub saved: Live<SavedSegments>,
    /// What is looked at.
    pub features: RwSignal<Vec<Feature>>,
    /// Whether spending and orders are compared by ratio.
    pub by_ratio: RwSignal<bool>,
    /// How many groups are asked for; none for as many as fit best.
    pub k: RwSignal<Option<u32>>,
    /// The seed.
    pub seed: RwSignal<u64>,
    /// What goes on.
    pub work: RwSignal<Option<Work>>,
    /// How far it is.
    pub progress: RwSignal<Option<AnalystProgress>>,
    /// What went wrong last.
    pub trouble: RwSignal<Option<Trouble>>,
    /// How well each number of groups fits.
    pub proposal: RwSignal<Option<Arc<Proposal>>>,
    /// What was found.
    pub found: RwSignal<Option<Arc<Found>>>,
    /// Names that the user gave, by group.
    pub own_names: RwSignal<Vec<Option<String>>>,
    /// The recipe is shown although segments are saved.
    pub anew: RwSignal<bool>,
    /// What the proposal was made for.
    proposed_for: StoredValue<Option<(Vec<Column>, u64)>>,
    analyst: StoredValue<Option<Analyst>, LocalStorage>,
    question: StoredValue<u64>,
}

impl SegmentsFlow {
    /// The beginning. The analyst ends with the page.
    pub fn new(app: AppState) -> SegmentsFlow {
        let kinds: &'static [Kind] = &[Kind::Order, Kind::Segment, Kind::Customer];
        let flow = SegmentsFlow {
            app,
            summary: live(kinds, || (), move |()| app.engine.purchase_summary()),
            saved: live(kinds, || (), move |()| app.engine.saved_segments()),
            features: RwSignal::new(vec![Feature::Recency, Feature::Frequency, Feature::Money]),
            by_ratio: RwSignal::new(true),
            k: RwSignal::new(None),
            seed: RwSignal::new(USUAL_SEED),
            work: RwSignal::new(None),
            progress: RwSignal::new(None),
            trouble: RwSignal::new(None),
            proposal: RwSignal::new(None),
            found: RwSignal::new(None),
            own_names: RwSignal::new(Vec::new()),
            anew: RwSignal::new(false),
            proposed_for: StoredValue::new(None),
            analyst: StoredValue::new_local(None),
            question: StoredValue::new(0),
        };
        on_cleanup(move || flow.end_analyst());
        flow
    }

    fn columns(self) -> Vec<Column> {
        let by_ratio = self.by_ratio.get_untracked();
        let is_skewed = |feature: Feature| matches!(feature, Feature::Frequency | Feature::Money);
        self.features.with_untracked(|features| {
            let in_order = Feature::ALL.into_iter().filter(|feature| features.contains(feature));
            in_order.map(|feature| Column { feature, logarithm: by_ratio && is_skewed(feature) }).collect()
        })
    }

    /// Looks for groups.
    pub fn run(self) {
        let columns = self.columns();
        if columns.is_empty() || self.work.with_untracked(Option::is_some) {
            return;
        }
        let seed = self.seed.get_untracked();
        let question = self.question.get_value() + 1;
        self.question.set_value(question);
        self.trouble.set(None);
        self.progress.set(None);
        self.work.set(Some(Work::Proposing));
        let analyst = Analyst::start(self.app, move |progress| {
            self.progress.try_set(Some(progress));
        });
        self.analyst.set_value(Some(analyst.clone()));
        spawn_local(async move {
            let end = self.learn(&analyst, columns, seed).await;
            analyst.end();
            // The page may be gone, or something else have been begun.
            if self.question.try_get_value() != Some(question) {
                return;
            }
            self.analyst.set_value(None);
            self.work.set(None);
            match end {
                Ok(found) => {
                    self.own_names.set(vec![None; found.names.len()]);
                    self.found.set(Some(Arc::new(found)));
                }
                Err(trouble) => self.trouble.set(Some(trouble)),
            }
        });
    }

    async fn learn(self, analyst: &Analyst, columns: Vec<Column>, seed: u64) -> Result<Found, Trouble> {
        let wanted = Some((columns.clone(), seed));
        let task = |k: Option<u32>| AnalystTask { columns: columns.clone(), k, seed, runs: RUNS };
        if self.proposed_for.try_get_value() != Some(wanted.clone()) {
            let proposal = match answer(analyst, &task(None)).await? {
                AnalystReply::Proposed(proposal) => proposal,
                other => return Err(trouble_in(other)),
            };
            self.proposal.try_set(Some(Arc::new(proposal)));
            self.proposed_for.try_set_value(wanted);
        }
        let best = self.proposal.try_with_untracked(|proposal| proposal.as_ref().map(|proposal| proposal.k)).flatten();
        let k = self.k.try_get_untracked().flatten().or(best).unwrap_or(FEWEST_GROUPS);
        self.work.try_set(Some(Work::Grouping));
        self.progress.try_set(None);
        let clustering = match answer(analyst, &task(Some(k))).await? {
            AnalystReply::Clustered(clustering) => *clustering,
            other => return Err(trouble_in(other)),
        };
        let groups = self.app.engine.groups(clustering.model.encode()).await;
        let groups = groups.map_err(|failure| Trouble::Broken(format!("{failure:?}")))?;
        let names = group_names(&clustering.model, &clustering.sizes);
        Ok(Found { clustering, groups, names })
    }

    /// Ends the work; what was found before stays.
    pub fn cancel(self) {
        if self.work.with_untracked(Option::is_none) {
            return;
        }
        self.question.set_value(self.question.get_value() + 1);
        self.end_analyst();
        self.work.set(None);
        self.trouble.set(Some(Trouble::Stopped));
    }

    fn end_analyst(self) {
        if let Some(Some(analyst)) = self.analyst.try_get_value() {
            analyst.end();
        }
        self.analyst.try_set_value(None);
    }

    /// Forgets what was found.
    pub fn discard(self) {
        self.found.set(None);
        self.trouble.set(None);
        self.anew.set(false);
    }

    /// Shows the recipe of the saved segments, to train them anew.
    pub fn begin_anew(self, model: Option<&crate::domain::model::NearestCentroid>) {
        if let Some(model) = model {
            self.features.set(model.features().to_vec());
            self.seed.set(model.trained().seed);
            self.k.set(u32::try_from(model.group_count()).ok());
            self.by_ratio.set(model.scaling().iter().any(|scaling| scaling.logarithm));
        }
        self.trouble.set(None);
        self.anew.set(true);
    }
}

/// The fewest groups that can be asked for.
const FEWEST_GROUPS: u32 = crate::state::analyst_protocol::FEWEST_GROUPS;

async fn answer(analyst: &Analyst, task: &AnalystTask) -> Result<AnalystReply, Trouble> {
    analyst.ask(task).await.map_err(|loss| match loss {
        AnalystLoss::Ended => Trouble::Stopped,
        AnalystLoss::Broken(reason) => Trouble::Broken(reason),
    })
}

fn trouble_in(reply: AnalystReply) -> Trouble {
    match reply {
        AnalystReply::Failed(AnalystFailure::Bug(reason)) => Trouble::Broken(reason),
        AnalystReply::Failed(failure) => Trouble::Cannot(failure),
        AnalystReply::Cancelled => Trouble::Stopped,
        AnalystReply::Proposed(_) | AnalystReply::Clustered(_) => {
            Trouble::Broken("the analyst answered another question".to_owned())
        }
    }
}
