// A button that copies the address of this view: all that the address bar shows, the defaults written out, and the
// version of the data. Where the browser lets no page copy, the address stands there to be copied by hand.
function full(data) {
  const address = new URL(location.href)
  for (const [name, value] of Object.entries(data.defaults)) {
    if (!address.searchParams.has(name)) address.searchParams.append(name, value)
  }
  address.searchParams.set("data", data.version)
  address.hash = ""
  return address.href
}

async function copied(text, field) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    field.select()
    try { return document.execCommand("copy") } catch { return false }
  }
}

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button")
  const said = parentElement.querySelector(".said")
  const field = parentElement.querySelector("input")
  button.onclick = async () => {
    field.value = full(data)
    field.hidden = false
    const done = await copied(field.value, field)
    field.hidden = done
    said.textContent = done ? "Copied" : "Press Ctrl+C (on a Mac ⌘C) to copy:"
    if (done) setTimeout(() => { said.textContent = "" }, 4000)
    else { field.focus(); field.select() }
  }
}
