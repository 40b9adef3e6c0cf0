//! The code for another device, as a text and as a picture.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::lines_to_copy::LinesToCopy;
use crate::messages::sync as words;
use crate::state::protocol::backup_protocol::CodePicture;
use crate::state::{draw_code, link_with_code, use_app};
use crate::ui::words::t;

/// Squares of nothing around the picture, as the standard asks for.
const QUIET: u32 = 4;
/// About how wide the picture is, in pixels.
const WIDTH: u32 = 344;

/// The picture, as far as there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Drawing {
    /// Other devices cannot open the address of this page.
    NotWanted,
    Awaited,
    Drawn(CodePicture),
    Failed,
}

/// The code.
#[component]
pub(super) fn CodeShown(
    /// It.
    code: String,
) -> impl IntoView {
    let app = use_app();
    let link = link_with_code(&code);
    let drawing = RwSignal::new(if link.is_some() { Drawing::Awaited } else { Drawing::NotWanted });
    if let Some(link) = link {
        spawn_local(async move {
            let drawn = draw_code(app, link).await.map_or(Drawing::Failed, Drawing::Drawn);
            drawing.try_set(drawn);
        });
    }
    let picture = move || match drawing.get() {
        Drawing::NotWanted => ().into_any(),
        Drawing::Awaited => view! { <div class="sync-picture" aria-busy="true"></div> }.into_any(),
        Drawing::Failed => view! { <p class="second">{t(words::CODE_NOT_DRAWN)}</p> }.into_any(),
        Drawing::Drawn(CodePicture { side, outline }) => {
            let whole = side + 2 * QUIET;
            // Squares of whole pixels are all of one size, which a camera reads more easily.
            let width = whole * (WIDTH / whole).max(2);
            view! {
                <svg
                    class="sync-picture" role="img" aria-label=move || t(words::CODE_PICTURE) shape-rendering="crispEdges"
                    width=width height=width viewBox=format!("0 0 {whole} {whole}")
                >
                    <rect class="sync-picture-ground" width=whole height=whole/>
                    <path class="sync-picture-ink" transform=format!("translate({QUIET} {QUIET})") d=outline/>
                </svg>
            }
            .into_any()
        }
    };
    let text = move || t(if drawing.get() == Drawing::NotWanted { words::CODE_LOCAL } else { words::CODE_TEXT });
    view! {
        <div class="sync-code">
            <p>{text}</p>
            {picture}
            <LinesToCopy name=words::CODE text=code copy=words::COPY_CODE/>
        </div>
    }
}
