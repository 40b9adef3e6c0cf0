//! Everything in files that other programs read.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::setting::Setting;
use super::told::{FailureBox, WorkProgress};
use super::work::Work;
use crate::messages::backup as words;
use crate::state::backup_protocol::{ConverterFailure, ConverterReply, ConverterTask};
use crate::state::{ConverterInput, Notice, NoticeTone, keep_file, use_app};
use crate::ui::controls::Button;
use crate::ui::words::t;

/// Two buttons, and the work that they begin.
#[component]
pub(super) fn ExportRow() -> impl IntoView {
    let app = use_app();
    let work = Work::new(app);
    let failure = RwSignal::new(None::<ConverterFailure>);
    let export = move |make: fn(String) -> ConverterTask| {
        if work.running.get_untracked() {
            return;
        }
        failure.set(None);
        let task = make(app.today().map(|day| day.to_string()).unwrap_or_default());
        spawn_local(async move {
            match work.ask(task, ConverterInput::Book).await {
                Some(Ok((ConverterReply::Made { name, .. }, Some(blob)))) => match keep_file(&name, &blob) {
                    Ok(()) => {
                        let text = move |language| words::EXPORTED.fill(language, &[("file", &name)]);
                        app.notices.push(Notice::new(NoticeTone::Success, text).about("exported"));
                    }
                    Err(reason) => drop(failure.try_set(Some(ConverterFailure::Bug(reason)))),
                },
                Some(Ok(other)) => drop(failure.try_set(Some(ConverterFailure::Bug(format!("{:?}", other.0))))),
                Some(Err(reason)) => drop(failure.try_set(Some(reason))),
                None => {}
            }
            work.end();
        });
    };
    let as_tables = move || export(|day| ConverterTask::Tables { day });
    let as_lines = move || export(|day| ConverterTask::Back { passphrase: None, day });
    let extra = move || {
        (work.running.get() || failure.with(Option::is_some)).then(|| {
            view! {
                <div class="setting">
                    <div class="setting-text">
                        {move || if work.running.get() {
                            view! { <WorkProgress work=work on_cancel=move || work.end()/> }.into_any()
                        } else {
                            view! { <FailureBox failure=failure/> }.into_any()
                        }}
                    </div>
                </div>
            }
        })
    };
    view! {
        <Setting name=words::EXPORT_NAME help=move || t(words::EXPORT_HELP)>
            <div class="setting-pair">
                <Button label=move || t(words::EXPORT_CSV) busy=work.running on_press=as_tables/>
                <Button label=move || t(words::EXPORT_JSON) busy=work.running on_press=as_lines/>
            </div>
        </Setting>
        {extra}
    }
}
