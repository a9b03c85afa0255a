//! The houses: the emulator, and the library's two languages. The layout is that of `docs/architecture.md`.

use super::rust::rust_imports;
use super::scripts::script_imports;
use super::{Floor, House, Reserved};

const BELOW_ROUTES: &[&str] = &["http", "rules", "store", "model"];

const EMULATOR: House = House {
    root: "emulator/src",
    extension: "rs",
    roots: &["main", "lib"],
    floors: &[
        // Another crate: it knows the library's public items only.
        Floor {
            folder: "cli",
            may_name: &[],
        },
        Floor {
            folder: "app",
            may_name: &["routes", "http", "rules", "store", "model"],
        },
        Floor {
            folder: "routes",
            may_name: &[],
        },
        Floor {
            folder: "routes/login",
            may_name: BELOW_ROUTES,
        },
        Floor {
            folder: "routes/core",
            may_name: BELOW_ROUTES,
        },
        Floor {
            folder: "routes/hosted",
            may_name: BELOW_ROUTES,
        },
        Floor {
            folder: "routes/control",
            may_name: BELOW_ROUTES,
        },
        Floor {
            folder: "http",
            may_name: &["rules", "store", "model"],
        },
        Floor {
            folder: "rules",
            may_name: &["store", "model"],
        },
        Floor {
            folder: "store",
            may_name: &["model"],
        },
        Floor {
            folder: "model",
            may_name: &[],
        },
    ],
    reserved: &[
        Reserved {
            name: "axum",
            folders: &["http", "routes", "app"],
        },
        Reserved {
            name: "rusqlite",
            folders: &["store"],
        },
        Reserved {
            name: "SELECT ",
            folders: &["store"],
        },
        Reserved {
            name: "json_extract",
            folders: &["store"],
        },
        Reserved {
            name: " = ?",
            folders: &["store"],
        },
    ],
    imports: rust_imports,
};

/// Rust of the library: exports, the browser's side, and what needs no browser.
const LIBRARY: House = House {
    root: "src",
    extension: "rs",
    roots: &["lib"],
    floors: &[
        Floor {
            folder: "wasm",
            may_name: &["browser", "domain"],
        },
        Floor {
            folder: "browser",
            may_name: &["domain"],
        },
        Floor {
            folder: "domain",
            may_name: &[],
        },
    ],
    reserved: &[
        Reserved {
            name: "wasm_bindgen",
            folders: &["wasm", "browser"],
        },
        Reserved {
            name: "js_sys",
            folders: &["wasm", "browser"],
        },
        Reserved {
            name: "web_sys",
            folders: &["wasm", "browser"],
        },
        Reserved {
            name: "gloo_net",
            folders: &["browser"],
        },
    ],
    imports: rust_imports,
};

/// JavaScript of the library. What is loaded on demand, in `extras`, is loaded by its name.
const SCRIPTS: House = House {
    root: "src/js",
    extension: "js",
    roots: &[],
    floors: &[
        Floor {
            folder: "entries",
            may_name: &["doors", "page", "engine", "texts"],
        },
        Floor {
            folder: "doors",
            may_name: &["page", "engine", "texts"],
        },
        Floor {
            folder: "page",
            may_name: &["engine", "texts"],
        },
        Floor {
            folder: "engine",
            may_name: &["texts"],
        },
        Floor {
            folder: "texts",
            may_name: &[],
        },
    ],
    reserved: &[],
    imports: script_imports,
};

pub const HOUSES: [&House; 3] = [&EMULATOR, &LIBRARY, &SCRIPTS];
