//! Which release this is, whether its files are the right ones, and under which licence.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setting::{Section, Setting};
use crate::messages::{about, settings as words};
use crate::state::{ReleaseFiles, browser, check_release_files, release_hash};
use crate::ui::controls::{Button, Progress};
use crate::ui::words::{n, t, tf};

/// About this release.
#[component]
pub fn AboutSection() -> impl IntoView {
    let build = StoredValue::new(browser::build_id());
    view! {
        <Section title=words::ABOUT>
            <div class="settings-rows">
                <Setting name=words::BUILD help=move || t(words::NO_REQUESTS)>
                    <code>{build.get_value()}</code>
                </Setting>
                <HashRow/>
                <FilesRow/>
                <Setting name=words::LICENCE help=move || t(words::LICENCE_TEXT)/>
            </div>
        </Section>
    }
}

/// The number that stands for the whole release.
#[component]
fn HashRow() -> impl IntoView {
    // Nothing before it is known, then whether there is one.
    let hash = RwSignal::new(None::<Option<String>>);
    spawn_local(async move {
        let found = release_hash().await;
        hash.try_set(Some(found));
    });
    view! {
        <div class="setting">
            <div class="setting-text">
                <p class="setting-name">{move || t(about::RELEASE_HASH)}</p>
                <p class="setting-help">{move || t(about::RELEASE_HASH_HELP)}</p>
                {move || hash.get().map(|hash| match hash {
                    Some(hash) => view! { <code class="release-hash">{hash}</code> }.into_any(),
                    None => view! { <p>{move || t(about::RELEASE_HASH_NONE)}</p> }.into_any(),
                })}
            </div>
        </div>
    }
}

/// Compares all files with the list.
#[component]
fn FilesRow() -> impl IntoView {
    let progress = RwSignal::new(None::<(u64, u64)>);
    let found = RwSignal::new(None::<ReleaseFiles>);
    let check = move || {
        progress.set(Some((0, 0)));
        spawn_local(async move {
            let tell = move |done, total| {
                progress.try_set(Some((done, total)));
            };
            let answer = check_release_files(tell).await;
            progress.try_set(None);
            found.try_set(Some(answer));
        });
    };
    let share = Signal::derive(move || match progress.get() {
        Some((done, total)) if total > 0 => Some(done as f64 / total as f64),
        _ => None,
    });
    view! {
        <Setting name=about::CHECK_FILES help=move || t(about::CHECK_FILES_HELP)>
            <Button label=move || t(about::CHECK_FILES) busy=Signal::derive(move || progress.with(Option::is_some)) on_press=check/>
        </Setting>
        <Show when=move || progress.with(Option::is_some)>
            <div class="setting">
                <div class="setting-text"><Progress label=move || t(about::CHECKING_FILES) done=share/></div>
            </div>
        </Show>
        <div class="setting" role="status" hidden=move || found.with(Option::is_none)>
            <p class="setting-text">{move || found.with(|found| found.as_ref().map(found_text))}</p>
        </div>
    }
}

fn found_text(found: &ReleaseFiles) -> String {
    match found {
        ReleaseFiles::NoList => t(about::FILES_NO_LIST),
        ReleaseFiles::NoDigests => t(about::RELEASE_HASH_NONE),
        ReleaseFiles::Checked { different, .. } if !different.is_empty() => {
            tf(about::FILES_DIFFERENT, &[("different", &different.join(", "))])
        }
        ReleaseFiles::Checked { good, missing, .. } if missing.is_empty() => {
            tf(about::FILES_GOOD, &[("good", &n(*good))])
        }
        ReleaseFiles::Checked { good, missing, .. } => {
            tf(about::FILES_MISSING, &[("good", &n(*good)), ("missing", &missing.join(", "))])
        }
    }
}
