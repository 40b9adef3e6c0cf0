//! What can be asked for from anywhere: the palette, the list of keys, a new record, an export.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::addresses::list_address;
use crate::domain::record::Kind;

/// Wishes that a key, the palette or a button has raised; whoever fulfils one sets it back.
#[derive(Clone, Copy)]
pub struct Commands {
    /// The palette is open.
    pub palette: RwSignal<bool>,
    /// The list of keys is open.
    pub shortcuts: RwSignal<bool>,
    /// A record of that kind is to be made; the page of its list shows the form.
    pub new_record: RwSignal<Option<Kind>>,
    /// The list of that kind is to be exported; its page shows the dialog.
    pub export: RwSignal<Option<Kind>>,
    go: StoredValue<Go, LocalStorage>,
}

/// Goes to an address.
type Go = std::rc::Rc<dyn Fn(&str)>;

/// The wishes, at the top of a component.
pub fn use_commands() -> Commands {
    expect_context::<Commands>()
}

impl Commands {
    /// Makes them and provides them to all below. Call it once, inside the router.
    pub fn provide() -> Commands {
        let navigate = use_navigate();
        let go: Go = std::rc::Rc::new(move |address: &str| navigate(address, NavigateOptions::default()));
        let commands = Commands {
            palette: RwSignal::new(false),
            shortcuts: RwSignal::new(false),
            new_record: RwSignal::new(None),
            export: RwSignal::new(None),
            go: StoredValue::new_local(go),
        };
        provide_context(commands);
        commands
    }

    /// Goes to an address of the application. Works in event handlers and tasks.
    pub fn go(self, address: &str) {
        if let Some(go) = self.go.try_get_value() {
            go(address);
        }
    }

    /// Asks for a new record, on the page of its list.
    pub fn make_new(self, kind: Kind) {
        self.go_to_list(kind);
        self.new_record.set(Some(kind));
    }

    /// Asks for an export of a list, on its page.
    pub fn export_list(self, kind: Kind) {
        self.go_to_list(kind);
        self.export.set(Some(kind));
    }

    /// A list that is on the screen already keeps its search and filters.
    fn go_to_list(self, kind: Kind) {
        let address = list_address(kind);
        let here = window().location().pathname().unwrap_or_default();
        if !here.trim_end_matches('/').ends_with(&address) {
            self.go(&address);
        }
    }
}
