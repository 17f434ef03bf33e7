// A dump at work: its state and counts as they change. Without this there is a link to look again.
for (const box of document.querySelectorAll('[data-events]')) {
  const source = new EventSource(box.dataset.events)
  const at = (selector) => box.querySelector(selector)
  const format = new Intl.NumberFormat('en-GB')
  at('[data-reload]')?.remove()

  const show = ({ status, counts }) => {
    const tag = at('[data-status] .state')
    if (tag && tag.textContent !== status) {
      tag.textContent = status
      tag.className = `state ${status}`
    }
    for (const element of box.querySelectorAll('[data-count]')) {
      const count = counts[element.dataset.count]
      element.textContent = format.format(count)
      element.parentElement.classList.toggle('none', count === 0)
    }
    let x = 0
    for (const part of box.querySelectorAll('[data-part]')) {
      const width = counts.records === 0 ? 0 : (counts[part.dataset.part] / counts.records) * 100
      part.setAttribute('x', x)
      part.setAttribute('width', width)
      x += width
    }
  }
  source.addEventListener('dump', ({ data }) => {
    const dump = JSON.parse(data)
    show(dump)
    if (!['done', 'failed', 'undone'].includes(dump.status)) return
    source.close()
    // The rejects, the end and what can be done now are on the page as the server makes it.
    location.reload()
  })
}

// A digest on its way: the page comes anew when all of it is sent. Without this there is a link to look again.
for (const box of document.querySelectorAll('[data-again]')) {
  const link = box.querySelector('[data-reload]')
  if (link) link.hidden = true
  lookAgain(link, 90)
}

function lookAgain(link, looks) {
  setTimeout(() => {
    void fetch(location.href)
      .then((answer) => answer.text())
      .catch(() => 'data-again')
      .then((page) => {
        if (!page.includes('data-again')) location.reload()
        else if (looks > 1) lookAgain(link, looks - 1)
        else if (link) link.hidden = false
      })
  }, 2000)
}

// A large file takes its time: say that it is on its way.
for (const form of document.querySelectorAll('[data-upload]')) {
  const file = form.querySelector('input[type=file]')
  file.addEventListener('change', () => {
    const tooLarge = (file.files[0]?.size ?? 0) > Number(form.dataset.upload)
    file.setCustomValidity(tooLarge ? 'This file is larger than may be fed. Split it.' : '')
  })
  form.addEventListener('submit', () => {
    const button = form.querySelector('button[type=submit]')
    button.textContent = 'Sending…'
    button.setAttribute('aria-busy', 'true')
  })
}
