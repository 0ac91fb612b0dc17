/**
 * The page that a link opens. The key is behind the `#` of the address: browsers do not send that part, so the key is in no
 * request line, log or referrer, and a program that only looks at the link does not use it up.
 */
export const enterPage = page(
  'Switchyard',
  `<p id="says">Opening Switchyard…</p>
<form id="form" hidden><label>Token of this Switchyard <input id="token" type="password" autocomplete="current-password"></label>
<button>Sign in</button></form>
<noscript><p>Switchyard's page needs JavaScript.</p></noscript>
<script src="/enter.js"></script>`,
)

export const howToGetLink =
  'To get a new link, press Enter in the terminal where `switchyard serve` runs, or run it again.'

/** For a browser that is not signed in. A click on its link brings the cookie that a link from elsewhere does not. */
export function signedOutPage(hasToken: boolean): string {
  const enter = hasToken ? '<p><a href="/enter">Sign in with the token</a></p>' : ''
  return page(
    'Switchyard: signed out',
    `<h1>This browser is not signed in</h1>
<p>${howToGetLink}</p>
<p>If it was signed in already: <a href="/">open Switchyard</a>.</p>
${enter}`,
  )
}

export const notFoundPage = page(
  'Switchyard: not found',
  '<h1>There is nothing here</h1>\n<p><a href="/">Open Switchyard</a></p>',
)

export const enterStyle = `:root { color-scheme: light dark }
body { margin: 15vh auto; max-width: 36rem; padding: 0 1.5rem; font: 1rem/1.6 system-ui, sans-serif }
h1 { font-size: 1.25rem }
[hidden] { display: none }
input, button { font: inherit; padding: 0.25rem 0.75rem }
`

/**
 * Trades the key, or the token of a form, for the cookie and for the proof. The proof stays in the storage of this origin,
 * which other ports of the same host cannot read, while their servers are sent the cookie.
 */
export const enterScript = `const key = location.hash.slice(1)
history.replaceState(null, '', '/enter')
const says = document.getElementById('says')
const form = document.getElementById('form')

async function enter(body) {
  const response = await fetch('/enter', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.ok) {
    const { proof } = await response.json()
    if (proof) localStorage.setItem('switchyard.proof', proof)
    return location.replace('/')
  }
  says.textContent = await response.text()
  form.hidden = response.headers.get('x-switchyard-token') !== 'yes'
}

function attempt(body) {
  enter(body).catch((error) => {
    says.textContent = 'Switchyard does not answer: ' + error.message
  })
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  attempt({ token: document.getElementById('token').value })
})
attempt({ key })
`

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/enter.css"></head>
<body>
${body}
</body>
</html>
`
}
