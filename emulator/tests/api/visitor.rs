//! A browser's part of a visit to the hosted pages: one host, its cookies, and forms sent the way browsers
//! send them.

use crate::client::{Answer, Request};
use crate::fixture::Emulator;

pub struct Visitor<'a> {
    emulator: &'a Emulator,
    host: String,
    pub cookie: Option<String>,
}

impl<'a> Visitor<'a> {
    /// On a host that the default app answers.
    pub fn new(emulator: &'a Emulator) -> Self {
        Self::at(emulator, "localhost:4101")
    }

    pub fn at(emulator: &'a Emulator, host: &str) -> Self {
        Self {
            emulator,
            host: host.to_owned(),
            cookie: None,
        }
    }

    fn request(&self, method: &str, target: &str) -> Request {
        let request = self.emulator.login_port(method, target);
        let request = request.header("host", &self.host);
        match &self.cookie {
            // Beside one of an app on the same host, which need not be ASCII.
            Some(cookie) => request.header("cookie", &format!("theme=sch\u{f6}n; {cookie}")),
            None => request,
        }
    }

    pub async fn get(&mut self, target: &str) -> Answer {
        let answer = self.request("GET", target).send().await;
        self.keep(answer)
    }

    /// Sends a form of one of the host's own pages.
    pub async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = format!("http://{}", self.host);
        self.send_from(&origin, path, fields).await
    }

    /// Sends a form of a page of another origin.
    pub async fn send_from(&mut self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request("POST", path).header("origin", origin);
        let answer = request.form(fields).send().await;
        self.keep(answer)
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        if let Some(set) = answer.header("set-cookie") {
            let pair = set.split(';').next().unwrap();
            let forgotten = set.contains("Max-Age=0");
            self.cookie = (!forgotten).then(|| pair.to_owned());
        }
        answer
    }
}

impl Answer {
    /// Where a redirect goes.
    pub fn location(&self) -> String {
        assert_eq!(self.status, 302, "{self:?}");
        self.header("location").expect("a location").to_owned()
    }

    /// The token in a redirect, and the rest of its address with `T` for the token.
    pub fn sent_on(&self) -> (String, String) {
        let location = self.location();
        let (_, rest) = location.split_once("token=").expect("a token");
        let token = rest.split(['&', '#']).next().unwrap().to_owned();
        let pattern = location.replace(&token, "T");
        (token, pattern)
    }

    /// The page, which must be one.
    pub fn page(&self) -> String {
        assert_eq!(self.status, 200, "{self:?}");
        assert_eq!(
            self.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        // Slashes need no escape, but the templates escape them too.
        self.body.replace("&#x2f;", "/")
    }

    /// What the page says went wrong; empty if nothing did.
    pub fn alert(&self) -> String {
        let page = self.page();
        let Some((_, rest)) = page.split_once(r#"role="alert""#) else {
            return String::new();
        };
        let inside = rest.split_once('>').unwrap().1;
        let list = inside.split("</div>").next().unwrap();
        let mut text = String::new();
        let mut in_tag = false;
        for letter in list.chars() {
            match letter {
                '<' => in_tag = true,
                '>' => in_tag = false,
                letter if !in_tag => text.push(letter),
                _ => {}
            }
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ")
    }

    /// The value of a hidden field of the page's form.
    pub fn hidden(&self, name: &str) -> String {
        let page = self.page();
        let start = format!(r#"<input type="hidden" name="{name}" value=""#);
        let (_, rest) = page.split_once(&start).expect("a hidden field");
        rest.split('"').next().unwrap().to_owned()
    }

    /// Names of the visible fields of the page's form, in order.
    pub fn fields(&self) -> Vec<String> {
        let page = self.page();
        let inputs = page.split(r#"<input id=""#).skip(1);
        inputs
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    }
}
