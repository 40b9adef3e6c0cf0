//! `/settings`.

mod about;
mod backup;
mod books;
mod general;
mod imports;
mod limits;
mod lock;
mod sample;
mod service_levels;
mod setting;
mod storage;
mod storage_care;
mod storage_check;
mod storage_figures;
mod storage_times;
mod storage_told;
mod sync;

use leptos::prelude::*;

use self::about::AboutSection;
use self::backup::BackupSection;
use self::books::BooksSection;
use self::general::GeneralSection;
use self::imports::ImportsSection;
use self::limits::LimitsSection;
use self::lock::LockSection;
use self::sample::SampleRow;
use self::service_levels::ServiceLevelsSection;
use self::storage::StorageSection;
use self::sync::SyncSection;
use crate::messages::shell as words;
use crate::ui::page_head::PageHead;
use crate::ui::words::t;

/// The settings, in sections.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <PageHead title=move || t(words::SETTINGS)/>
        <div class="page-body">
            <div class="page-column settings">
                <GeneralSection/>
                <ServiceLevelsSection/>
                <LockSection/>
                <BackupSection/>
                <BooksSection/>
                <SyncSection/>
                <StorageSection/>
                <ImportsSection/>
                <SampleRow/>
                <LimitsSection/>
                <AboutSection/>
            </div>
        </div>
    }
}
