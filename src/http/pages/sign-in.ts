/** The page where a person gives the token. */
import { html } from './html.ts'
import { page } from './layout.ts'
import type { Site } from './site.ts'

export function signInPage(site: Site, wrong: boolean): string {
  const body = html`<h1>Sign in</h1>
<p class="intro">Whoever has <code>server.token</code> of the config may add feeds, poll now, and correct what is one story.</p>
<form method="post" action="${site.prefix}/sign-in" class="sign-in">
${wrong && html`<p class="error" role="alert">That is not the token.</p>`}
<p class="line"><label for="token">Token</label> <input id="token" name="token" type="password" required autocomplete="current-password" maxlength="300"> <button class="main">Sign in</button></p>
</form>`
  return page(site, { title: 'Sign in', part: 'sign-in', width: 'text', body })
}
