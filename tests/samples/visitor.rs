//! A browser as far as an app server can tell: cookies, forms, no redirect followed unseen.

use std::cell::RefCell;
use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Response, redirect};

/// Names under which frameworks keep their CSRF value in a form.
const CSRF_FIELDS: [&str; 4] = ["_csrf", "csrf", "csrfmiddlewaretoken", "authenticity_token"];

/// One browser.
pub struct Visitor {
    origin: String,
    client: Client,
    cookies: RefCell<BTreeMap<String, String>>,
}

/// An answer, whole.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// The `Set-Cookie` lines.
    pub cookies: Vec<String>,
}

impl Visitor {
    pub fn new(origin: &str) -> Result<Self> {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self {
            origin: origin.to_owned(),
            client,
            cookies: RefCell::default(),
        })
    }

    pub async fn get(&self, path: &str) -> Result<Reply> {
        self.send(Method::GET, path, None, &[]).await
    }

    /// A form as a browser sends it.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Reply> {
        self.send(Method::POST, path, Some(fields), &[("accept", "text/html")])
            .await
    }

    /// A form as the `fetch` delivery sends it.
    pub async fn fetch(&self, path: &str, fields: &[(&str, &str)]) -> Result<Reply> {
        let headers = [("accept", "application/json")];
        self.send(Method::POST, path, Some(fields), &headers).await
    }

    /// The same, with the CSRF value in the header only, as with `<meta name="csrf-token">`.
    pub async fn fetch_with_header(
        &self,
        path: &str,
        csrf: &str,
        fields: &[(&str, &str)],
    ) -> Result<Reply> {
        let headers = [
            ("accept", "application/json"),
            ("x-csrf-token", csrf),
            ("x-csrftoken", csrf),
        ];
        self.send(Method::POST, path, Some(fields), &headers).await
    }

    /// Name and value of the CSRF field in the page at `path`.
    pub async fn csrf(&self, path: &str) -> Result<(&'static str, String)> {
        let page = self.get(path).await?;
        ensure!(page.status == 200, "{path}: {}", page.status);
        csrf_in(&page.text).with_context(|| format!("no CSRF field in {path}: {}", page.text))
    }

    /// Whether the account page is this user's.
    pub async fn is_logged_in_as(&self, name: &str) -> Result<bool> {
        let page = self.get("/account").await?;
        Ok(page.status == 200 && page.text.contains(name))
    }

    /// Whether the account page sends to the login.
    pub async fn is_nobody(&self) -> Result<bool> {
        let page = self.get("/account").await?;
        Ok(page.status / 100 == 3 && page.location()?.starts_with("/login"))
    }

    /// The cookies as they stand, to be kept by a thief.
    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies.borrow().clone()
    }

    pub fn take_cookies(&self, cookies: BTreeMap<String, String>) {
        *self.cookies.borrow_mut() = cookies;
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        fields: Option<&[(&str, &str)]>,
        headers: &[(&str, &str)],
    ) -> Result<Reply> {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> = self
            .cookies()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if let Some(fields) = fields {
            let body = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish();
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .header("origin", &self.origin)
                .body(body);
        }
        self.take(request.send().await?).await
    }

    async fn take(&self, response: Response) -> Result<Reply> {
        let headers = response.headers().clone();
        let cookies: Vec<String> = headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok().map(str::to_owned))
            .collect();
        for line in &cookies {
            let (name, rest) = line.split_once('=').context("a cookie without a value")?;
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty()
                || rest.to_ascii_lowercase().contains("max-age=0")
                || rest.contains("1970")
            {
                self.cookies.borrow_mut().remove(name);
            } else {
                self.cookies
                    .borrow_mut()
                    .insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(Reply {
            status: response.status().as_u16(),
            headers,
            text: response.text().await?,
            cookies,
        })
    }
}

impl Reply {
    /// Where it sends to, without our origin; another site's address stays whole.
    pub fn location(&self) -> Result<String> {
        let location = self
            .headers
            .get(LOCATION)
            .with_context(|| format!("no redirect: {}", self.status))?;
        Ok(without_own_origin(location.to_str()?))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_str(&self.text).with_context(|| format!("not JSON: {}", self.text))
    }

    /// A no that blames the token.
    pub fn is_refusal(&self) -> bool {
        (400..=403).contains(&self.status) || self.status == 422
    }
}

fn without_own_origin(address: &str) -> String {
    let rest = address.strip_prefix("http://localhost:");
    match rest.and_then(|rest| rest.find('/').map(|at| &rest[at..])) {
        Some(path) => path.to_owned(),
        None => address.to_owned(),
    }
}

/// The value of the first CSRF field, wherever `value` stands in the tag.
pub fn csrf_in(page: &str) -> Option<(&'static str, String)> {
    let tag = |name: &str| {
        let at = page.find(&format!("name=\"{name}\""))?;
        let start = page[..at].rfind('<')?;
        let end = at + page[at..].find('>')?;
        let (_, value) = page[start..end].split_once("value=\"")?;
        value.split('"').next().map(str::to_owned)
    };
    CSRF_FIELDS
        .iter()
        .find_map(|name| tag(name).map(|value| (*name, value)))
}
