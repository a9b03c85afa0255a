//! The view of a form: everything that is done to the page. `src/js/page/view.js` implements it, one method per effect.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(raw_module = "view")]
extern "C" {
    /// One attached form as the page sees it.
    pub type View;

    /// Prepares the form: its state and its live region. A signup form may have a place of its own for texts.
    #[wasm_bindgen(constructor)]
    pub fn new(form: &JsValue, is_signup: bool) -> View;

    /// Takes everything back but the texts that the page wrote itself.
    #[wasm_bindgen(method)]
    pub fn remove(this: &View);

    /// Whether the form is in a document.
    #[wasm_bindgen(method, js_name = isConnected)]
    pub fn is_connected(this: &View) -> bool;

    /// What the fields hold, as an object by API names.
    #[wasm_bindgen(method)]
    pub fn read(this: &View) -> JsValue;

    /// What the browser itself finds wrong, as `{ field, text }`; `undefined` for nothing.
    #[wasm_bindgen(method)]
    pub fn verdict(this: &View) -> JsValue;

    /// Writes `data-authrocket-state`.
    #[wasm_bindgen(method, js_name = setState)]
    pub fn set_state(this: &View, state: &str);

    /// Disables the submit buttons and says busy.
    #[wasm_bindgen(method)]
    pub fn lock(this: &View);

    /// Makes the form usable again.
    #[wasm_bindgen(method)]
    pub fn unlock(this: &View);

    /// Writes texts, each `{ field, text }`, and marks their fields.
    #[wasm_bindgen(method, js_name = showErrors)]
    pub fn show_errors(this: &View, messages: &Array);

    /// Takes all texts and marks away.
    #[wasm_bindgen(method, js_name = clearErrors)]
    pub fn clear_errors(this: &View);

    /// Takes the text and mark of one field away.
    #[wasm_bindgen(method, js_name = clearField)]
    pub fn clear_field(this: &View, field: &str);

    /// Empties fields that hold a password or a code.
    #[wasm_bindgen(method, js_name = clearSecrets)]
    pub fn clear_secrets(this: &View);

    /// Prepares the place that says that a call without a token worked.
    #[wasm_bindgen(method, js_name = prepareDone)]
    pub fn prepare_done(this: &View);

    /// Says so.
    #[wasm_bindgen(method, js_name = showDone)]
    pub fn show_done(this: &View, text: &str);

    /// Asks for the code; answers the page's form for it, where there is one.
    #[wasm_bindgen(method, js_name = askCode)]
    pub fn ask_code(this: &View, label: &str) -> JsValue;

    /// Takes the field for the code away.
    #[wasm_bindgen(method, js_name = dropCode)]
    pub fn drop_code(this: &View);

    /// Hides the form, a code form that nobody needs any more.
    #[wasm_bindgen(method)]
    pub fn hide(this: &View);

    /// Dispatches `authrocket:submit`; false when a listener cancelled it.
    #[wasm_bindgen(method, js_name = announceSubmit)]
    pub fn announce_submit(this: &View, detail: &JsValue) -> bool;

    /// Dispatches `authrocket:code-required`.
    #[wasm_bindgen(method, js_name = announceCode)]
    pub fn announce_code(this: &View, detail: &JsValue);

    /// Dispatches `authrocket:error`.
    #[wasm_bindgen(method, js_name = announceError)]
    pub fn announce_error(this: &View, detail: &JsValue);

    /// Dispatches `authrocket:token`; false when a listener cancelled it.
    #[wasm_bindgen(method, js_name = announceToken)]
    pub fn announce_token(this: &View, detail: &JsValue) -> bool;

    /// Dispatches `authrocket:conditions`; false when a listener cancelled it.
    #[wasm_bindgen(method, js_name = announceConditions)]
    pub fn announce_conditions(this: &View, detail: &JsValue) -> bool;

    /// Dispatches `authrocket:done`.
    #[wasm_bindgen(method, js_name = announceDone)]
    pub fn announce_done(this: &View, detail: &JsValue);

    /// An attribute `data-authrocket-<name>`, empty where there is none.
    #[wasm_bindgen(method)]
    pub fn setting(this: &View, name: &str) -> String;

    /// An address as the browser resolves it on the page; `undefined` when it is none.
    #[wasm_bindgen(method)]
    pub fn resolve(this: &View, address: &str) -> Option<String>;

    /// The page's origin.
    #[wasm_bindgen(method)]
    pub fn origin(this: &View) -> String;

    /// The page's address, without a fragment: going there loads the page anew.
    #[wasm_bindgen(method)]
    pub fn address(this: &View) -> String;

    /// The content of `<meta name="csrf-token">`, or `undefined`.
    #[wasm_bindgen(method, js_name = csrfToken)]
    pub fn csrf_token(this: &View) -> Option<String>;

    /// The hidden controls and the button that was pressed, each as `{ name, value, field, marked, autocomplete, repeats }`.
    #[wasm_bindgen(method)]
    pub fn companions(this: &View) -> Array;
}
