//! `cargo xtask pictures`: pictures of the demo's main pages for the documents, in `docs/pictures`. Not a test.
//!
//! Headless Chromium shows the pages, driven like the journeys of `tests/e2e`. Each picture has 256 colours, to be small.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use authrocket_tests::browsers::{Browser, root};
use authrocket_tests::drivers::{Driver, Visitor};
use authrocket_tests::page::Page;
use authrocket_tests::runner;
use authrocket_tests::stack::Stack;
use color_quant::NeuQuant;
use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Transformations};

const DESKTOP: (u32, u32) = (1200, 800);
const PHONE: (u32, u32) = (390, 844);

/// Name, page, size, and whether the visitor prefers dark colours.
const PICTURES: [(&str, &str, (u32, u32), bool); 8] = [
    ("start-desktop-light", "/", DESKTOP, false),
    ("start-phone-dark", "/", PHONE, true),
    ("login-desktop-light", LOGIN, DESKTOP, false),
    ("login-desktop-dark", LOGIN, DESKTOP, true),
    ("login-phone-light", LOGIN, PHONE, false),
    ("signup-desktop-light", SIGNUP, DESKTOP, false),
    ("signup-desktop-dark", SIGNUP, DESKTOP, true),
    ("signup-phone-dark", SIGNUP, PHONE, true),
];

const LOGIN: &str = "/pages/showcase-login";
const SIGNUP: &str = "/pages/showcase-signup";

/// The most bytes of a picture.
const CEILING: usize = 150_000;

/// How long one picture may take.
const DEADLINE: Duration = Duration::from_secs(60);

fn main() -> Result<()> {
    runner::runtime().block_on(take_all(&root().join("docs/pictures")))
}

async fn take_all(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let stack = Stack::start().await?;
    let driver = Driver::start(Browser::Chromium).await?;
    for (name, path, size, dark) in PICTURES {
        let visitor = Visitor {
            dark,
            ..Visitor::default()
        };
        let page = Page::new(driver.session(visitor).await?, Browser::Chromium);
        let picture = async {
            page.set_viewport(size).await?;
            page.goto(&stack.app_url(path)).await?;
            fill(&page, path).await?;
            small(&page.client().screenshot().await?)
        };
        let picture = tokio::time::timeout(DEADLINE, picture).await?;
        page.close().await;
        let picture = picture.context(name)?;
        ensure!(
            picture.len() <= CEILING,
            "{name} has {} bytes",
            picture.len()
        );
        println!("{name}: {} bytes", picture.len());
        fs::write(folder.join(name).with_extension("png"), picture)?;
    }
    Ok(())
}

/// As far as a visitor has come who looks at the page.
async fn fill(page: &Page, path: &str) -> Result<()> {
    if path == LOGIN {
        page.fill("#username", "ada").await?;
        page.fill("#password", "analytical engine").await?;
    }
    if path == SIGNUP {
        page.fill("#email", "katherine@example.test").await?;
        page.fill("#username", "katherine").await?;
        page.fill("#password", "orbital mechanics 1962").await?;
        page.wait_text("#hints", |text| text.contains("strength"))
            .await?;
    }
    // Without what depends on the machine: a caret that blinks, a bar for scrolling.
    let still = "document.activeElement.blur(); scrollTo(0, 0); \
         document.documentElement.style.overflow = 'hidden'; return true;";
    page.run(still, &[]).await.map(drop)
}

/// The picture in 256 colours.
fn small(picture: &[u8]) -> Result<Vec<u8>> {
    let mut decoder = Decoder::new(std::io::Cursor::new(picture));
    decoder.set_transformations(Transformations::ALPHA | Transformations::STRIP_16);
    let mut reader = decoder.read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("too large")?];
    let frame = reader.next_frame(&mut pixels)?;
    ensure!(
        frame.color_type == ColorType::Rgba,
        "{:?}",
        frame.color_type
    );
    let colours = NeuQuant::new(3, 256, &pixels);
    let places: Vec<u8> = pixels
        .chunks_exact(4)
        .map(|pixel| u8::try_from(colours.index_of(pixel)).unwrap_or_default())
        .collect();
    let mut written = Vec::new();
    let mut encoder = Encoder::new(&mut written, frame.width, frame.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(colours.color_map_rgb());
    encoder.set_compression(Compression::High);
    encoder.write_header()?.write_image_data(&places)?;
    Ok(written)
}
