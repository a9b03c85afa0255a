//! The apps of `apps/`, and what differs between them.

/// An app, or another way to run one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum App {
    Vite,
    Webpack,
    Rollup,
    Esbuild,
    Parcel,
    Next,
    /// The app of `Vite` once more, by its server for development.
    ViteDev,
    /// No build: the browser resolves the package's name.
    ImportMap,
}

impl App {
    pub const ALL: [Self; 8] = [
        Self::Vite,
        Self::Webpack,
        Self::Rollup,
        Self::Esbuild,
        Self::Parcel,
        Self::Next,
        Self::ViteDev,
        Self::ImportMap,
    ];

    /// Those that a bundler writes files for.
    pub const BUILT: [Self; 6] = [
        Self::Vite,
        Self::Webpack,
        Self::Rollup,
        Self::Esbuild,
        Self::Parcel,
        Self::Next,
    ];

    /// Those with a second entry that imports the package and uses nothing; that of `Next` is a page of its own.
    pub const WITH_UNUSED: [Self; 5] = [
        Self::Vite,
        Self::Webpack,
        Self::Rollup,
        Self::Esbuild,
        Self::Parcel,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Vite => "vite",
            Self::Webpack => "webpack",
            Self::Rollup => "rollup",
            Self::Esbuild => "esbuild",
            Self::Parcel => "parcel",
            Self::Next => "next",
            Self::ViteDev => "vite_dev",
            Self::ImportMap => "import_map",
        }
    }

    /// Its folder in `apps/`.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::ViteDev => "vite-dev",
            Self::ImportMap => "import-map",
            _ => self.name(),
        }
    }

    /// Where the bundler puts what a browser may load, in the app's folder.
    pub const fn output(self) -> &'static str {
        match self {
            Self::Next => ".next/static",
            _ => "dist",
        }
    }

    /// The first files that a browser loads of the build that uses nothing.
    pub const fn unused_entry(self) -> &'static str {
        match self {
            Self::Webpack => "main.js",
            Self::Rollup | Self::Esbuild => "unused.js",
            _ => "index.html",
        }
    }

    /// Arguments of a build that keep it from remembering the last one, and from installing anything.
    pub const fn only_here(self) -> &'static [&'static str] {
        match self {
            Self::Parcel => &["--no-cache", "--no-autoinstall"],
            _ => &[],
        }
    }

    /// The kinds of file that a bundler writes for an import that nothing uses, though no file names them and no browser
    /// loads them: Vite and Rollup write an asset, and esbuild a chunk, before they see that it is not needed.
    pub const fn leftovers(self) -> &'static [&'static str] {
        match self {
            Self::Vite | Self::Rollup => &["wasm"],
            Self::Esbuild => &["js"],
            _ => &[],
        }
    }
}
