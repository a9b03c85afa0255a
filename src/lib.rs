//! `authrocket-wasm`: login and signup from an app's own page against the LoginRocket API.
//!
//! Imports go one way, `js -> wasm -> browser -> domain`:
//!
//! | layer | owns | compiled |
//! | --- | --- | --- |
//! | [`domain`] | rules, requests and answers as plain values, errors and texts, the form's state machine | everywhere |
//! | `browser` | `fetch`, the form in the page, delivery of the token | wasm32 only |
//! | `wasm` | the exports that `src/js` calls | wasm32 only |

pub mod domain;

#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

/// wasm has no threads here, and a page makes few allocations: small code beats a fast allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
#[allow(
    unsafe_code,
    reason = "the allocator's promise of one thread holds: the wasm is built without atomics"
)]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };
