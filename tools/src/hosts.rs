//! Header files for the usual hosts, all written from the one policy.

use crate::header_rules::{self, Rule};
use crate::json;
use crate::policy::{ASKED_EACH_TIME, LASTING, LASTING_FOLDERS};

/// Files that tell a host how to serve the site; they are no part of a release as browsers see it.
pub const HOST_FILES: [&str; 6] = ["_headers", "_redirects", ".htaccess", ".nojekyll", "nginx.conf", "vercel.json"];

/// The name and the text of every file of [`HOST_FILES`].
///
/// `policy` are the protecting headers of [`crate::policy::headers`]. Each file also gives the cache rule of
/// fingerprinted folders and answers an address of the app with `index.html`.
#[must_use]
pub fn files(policy: &[(&'static str, String)]) -> [(&'static str, String); 6] {
    [
        ("_headers", netlify(policy)),
        ("_redirects", "/*  /index.html  200\n".to_owned()),
        (".htaccess", apache(policy)),
        // Without it GitHub Pages passes over every name that begins with an underscore.
        (".nojekyll", String::new()),
        ("nginx.conf", nginx(policy)),
        ("vercel.json", vercel(policy)),
    ]
}

fn netlify(policy: &[(&'static str, String)]) -> String {
    let mut rules = vec![Rule {
        path: "/*".to_owned(),
        headers: policy.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
    }];
    let cache = |value: &str| vec![("Cache-Control".to_owned(), value.to_owned())];
    for folder in LASTING_FOLDERS {
        rules.push(Rule { path: format!("/{folder}/*"), headers: cache(LASTING) });
    }
    for name in ["", "index.html", "service_worker.js", "release.json"] {
        rules.push(Rule { path: format!("/{name}"), headers: cache(ASKED_EACH_TIME) });
    }
    header_rules::write(&rules)
}

fn apache(policy: &[(&'static str, String)]) -> String {
    let headers: String =
        policy.iter().map(|(name, value)| format!("  Header always set {name} \"{value}\"\n")).collect();
    let folders = LASTING_FOLDERS.join("|");
    format!(
        "AddType application/wasm .wasm\n\
         AddType application/manifest+json .webmanifest\n\
         <IfModule mod_headers.c>\n\
         {headers}  \
         Header set Cache-Control \"{ASKED_EACH_TIME}\"\n  \
         <If \"%{{REQUEST_URI}} =~ m#/({folders})/[0-9a-f]{{16}}/#\">\n    \
         Header set Cache-Control \"{LASTING}\"\n  \
         </If>\n\
         </IfModule>\n\
         <IfModule mod_rewrite.c>\n  \
         RewriteEngine On\n  \
         RewriteCond %{{REQUEST_FILENAME}} !-f\n  \
         RewriteRule . index.html [L]\n\
         </IfModule>\n"
    )
}

fn nginx(policy: &[(&'static str, String)]) -> String {
    let headers: String =
        policy.iter().map(|(name, value)| format!("add_header {name} \"{value}\" always;\n")).collect();
    let folders = LASTING_FOLDERS.join("|");
    format!(
        "# Goes inside a server block, with `root` set to this folder:\n\
         #   server {{ listen 443 ssl; root /srv/burrow; include /srv/burrow/nginx.conf; }}\n\
         # Under a sub-path, say /a/b/, use `try_files $uri /a/b/index.html;` below.\n\
         set $burrow_cache \"{ASKED_EACH_TIME}\";\n\
         if ($uri ~ \"/({folders})/[0-9a-f]+/\") {{ set $burrow_cache \"{LASTING}\"; }}\n\
         {headers}\
         add_header Cache-Control $burrow_cache always;\n\
         location / {{ try_files $uri /index.html; }}\n\
         location ~ \\.webmanifest$ {{ default_type application/manifest+json; }}\n\
         location ~ /(\\.|_headers|_redirects|nginx\\.conf|vercel\\.json) {{ return 404; }}\n"
    )
}

fn vercel(policy: &[(&'static str, String)]) -> String {
    let entry =
        |name: &str, value: &str| format!("{{ \"key\": {}, \"value\": {} }}", json::string(name), json::string(value));
    let protecting: Vec<String> = policy.iter().map(|(name, value)| entry(name, value)).collect();
    let folders = LASTING_FOLDERS.join("|");
    format!(
        "{{\n  \"headers\": [\n    {{ \"source\": \"/(.*)\", \"headers\": [\n      {}\n    ] }},\n    \
         {{ \"source\": \"/({folders})/(.*)\", \"headers\": [{}] }}\n  ],\n  \
         \"rewrites\": [{{ \"source\": \"/(.*)\", \"destination\": \"/index.html\" }}]\n}}\n",
        protecting.join(",\n      "),
        entry("Cache-Control", LASTING)
    )
}

#[cfg(test)]
mod tests {
    use super::{HOST_FILES, files};
    use crate::header_rules::{matching, parse};
    use crate::policy::{LASTING, headers};

    #[test]
    fn every_header_stands_in_every_kind_of_file() {
        let policy = headers(&["AAA=".to_owned()]);
        let files = files(&policy);
        assert_eq!(files.each_ref().map(|(name, _)| *name), HOST_FILES);
        for (name, text) in &files {
            if [".nojekyll", "_redirects"].contains(name) {
                continue;
            }
            for (header, value) in &policy {
                assert!(text.contains(header) && text.contains(value), "{header} is not in {name}");
            }
            assert!(text.contains(LASTING), "{name}");
        }
    }

    #[test]
    fn our_own_server_reads_the_netlify_file() {
        let policy = headers(&[]);
        let files = files(&policy);
        let rules = parse(&files[0].1).expect("the file that we write can be read");
        for (path, cache) in [
            ("/app/0123456789abcdef/burrow.js", Some(LASTING)),
            ("/index.html", Some("no-cache")),
            ("/customers", None),
        ] {
            let found = matching(&rules, path);
            assert!(found.iter().any(|(name, _)| *name == "Content-Security-Policy"), "{path}");
            let given = found.iter().find(|(name, _)| *name == "Cache-Control").map(|(_, value)| *value);
            assert_eq!(given, cache, "{path}");
        }
    }
}
