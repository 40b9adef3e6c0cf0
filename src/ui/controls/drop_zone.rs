//! A place to put a file.

use leptos::{ev, html, prelude::*};
use web_sys::{File, FileList};

use super::{
    icon::{Glyph, Icon},
    unique_id::unique_id,
};

/// Takes a file by dragging it here or by choosing it; the whole place is the label of a real file field.
#[component]
pub fn DropZone(
    /// What to do, such as "Drop a CSV file here, or choose one".
    #[prop(into)]
    label: Signal<String>,
    /// Which files are understood, in words.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// The browser's `accept`, such as `.csv,text/csv`. A dropped file is not held to it: the owner looks at what is
    /// inside.
    #[prop(default = "")]
    accept: &'static str,
    /// Takes no file now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Runs with the file. Of several dropped ones, with the first.
    #[prop(into)]
    on_file: Callback<File>,
) -> impl IntoView {
    let id = unique_id("file");
    let hint_id = format!("{id}-hint");
    let input = NodeRef::<html::Input>::new();
    let over = RwSignal::new(false);

    let take = move |files: Option<FileList>| {
        if let (Some(file), false) = (files.and_then(|files| files.get(0)), disabled.get_untracked()) {
            on_file.run(file);
        }
    };
    let chosen = move |_| {
        if let Some(input) = input.get_untracked() {
            take(input.files());
            // Choosing the same file again, mended meanwhile, must be a change too.
            input.set_value("");
        }
    };
    // Without this the browser would leave the page and show the file.
    let hover = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(!disabled.get_untracked());
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|transfer| transfer.files()));
    };
    view! {
        <div
            class="drop-zone"
            class:over=move || over.get()
            class:disabled=move || disabled.get()
            on:dragenter=hover
            on:dragover=hover
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <input
                node_ref=input
                id=id.clone()
                class="drop-input"
                type="file"
                accept=accept
                disabled=move || disabled.get()
                aria-describedby=hint_id.clone()
                on:change=chosen
            />
            <label class="drop-label" for=id.clone()>
                <Glyph icon=Icon::Upload/>
                <span>{move || label.get()}</span>
            </label>
            <p class="drop-hint" id=hint_id.clone()>{move || hint.get()}</p>
        </div>
    }
}
