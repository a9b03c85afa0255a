//! A browser without a screen: keeps the session cookie, fills in forms, does not follow redirects.

use authrocket_demo::app;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt;

use crate::stand_in::StandIn;

pub struct Browser {
    pub app: Router,
    pub cookie: Option<String>,
    pub accept: &'static str,
    /// Sent with each request.
    pub headers: Vec<(&'static str, String)>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The cause that a refusing page names.
    pub fn reason(&self) -> &str {
        self.between("data-reason=\"", "\"")
    }

    pub fn between(&self, start: &str, end: &str) -> &str {
        let rest = self
            .body
            .split_once(start)
            .unwrap_or_else(|| panic!("no {start} in {}", self.body))
            .1;
        rest.split_once(end).unwrap().0
    }
}

impl Browser {
    pub fn new(stand_in: &StandIn) -> Self {
        Self::of(app(stand_in.config.clone()))
    }

    pub fn of(app: Router) -> Self {
        Self {
            app,
            cookie: None,
            accept: "text/html",
            headers: vec![("host", "app.test".to_owned())],
        }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let request =
            Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Posts with the CSRF token of a page of ours.
    pub async fn post_from(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf(page).await;
        let fields: Vec<_> = fields
            .iter()
            .copied()
            .chain([("csrf", csrf.as_str())])
            .collect();
        self.post(path, &fields).await
    }

    pub async fn csrf(&mut self, page: &str) -> String {
        self.get(page)
            .await
            .between("name=\"csrf\" value=\"", "\"")
            .to_owned()
    }

    /// A header for each request from now on, in the place of one of that name.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
        self
    }

    async fn send(&mut self, mut request: Request<Body>) -> Answer {
        request
            .headers_mut()
            .insert("accept", self.accept.parse().unwrap());
        for (name, value) in &self.headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        if let Some(cookie) = &self.cookie {
            request
                .headers_mut()
                .insert("cookie", cookie.parse().unwrap());
        }
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        if let Some(cookie) = parts.headers.get("set-cookie") {
            self.cookie = cookie
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .map(str::to_owned);
        }
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            // The template engine writes a slash in a value as an entity; a browser reads it as a slash.
            body: String::from_utf8_lossy(&bytes).replace("&#x2f;", "/"),
        }
    }
}
