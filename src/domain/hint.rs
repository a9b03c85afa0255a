//! What a developer should check, by key; the sentences are `src/js/texts/hints.js`, which has exactly these keys.
//! Imports nothing; `tests/contract` compares both.

macro_rules! hints {
    ($($(#[doc = $doc:literal])+ $variant:ident = $key:literal,)+) => {
        /// What a developer should check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Hint {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Hint {
            /// All of them, for table tests.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The key of its sentence.
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }
        }
    };
}

hints! {
    /// No instance URL.
    UrlMissing = "url_missing",
    /// The instance URL is no plain http(s) URL.
    UrlMalformed = "url_malformed",
    /// The instance URL is `http:` to another machine.
    UrlInsecure = "url_insecure",
    /// `api` is unknown, or contradicts the instance URL.
    UrlUnclear = "url_unclear",
    /// The instance answers 404.
    NotFound = "not_found",
    /// A form, or a call, of an unknown kind.
    KindUnknown = "kind_unknown",
    /// A form, or a call, that only AuthRocket 2 has.
    KindNewer = "kind_newer",
    /// The fields of a call are no object.
    FieldsMalformed = "fields_malformed",
    /// A field that is needed was not found.
    FieldsMissing = "fields_missing",
    /// The answer is not the API's.
    NotTheApi = "not_the_api",
    /// The instance answers 403 without a word.
    OriginUnlisted = "origin_unlisted",
    /// The answer has neither a token nor an error.
    TokenMissing = "token_missing",
    /// The answer has a token without its url.
    TargetMissing = "target_missing",
    /// An address to go to is not `http(s):`.
    TargetUnsafe = "target_unsafe",
    /// No answer from the instance.
    NoAnswer = "no_answer",
    /// `fetch` resolved to something that is no `Response`.
    NoResponse = "no_response",
    /// An unknown `data-authrocket-deliver`.
    DeliverUnknown = "deliver_unknown",
    /// A delivery without `data-authrocket-to`.
    ToMissing = "to_missing",
    /// A token that the page is to navigate with, and no address for it.
    ToNeeded = "to_needed",
    /// A `fetch` delivery to another origin.
    ToForeign = "to_foreign",
    /// No native bridge is present.
    NoBridge = "no_bridge",
    /// A social login of AuthRocket 2, which begins on the hosted page.
    SocialHosted = "social_hosted",
}
