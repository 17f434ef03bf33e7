{
  // The next page comes by itself when its link comes into sight; without this the link leads there.
  const pages = new DOMParser()
  const list = document.querySelector('.papers')
  // Then whoever wants more presses the link: the end of the page must stay within reach.
  let left = 4
  const status = document.querySelector('[data-more]')

  const follow = async (link) => {
    link.setAttribute('aria-busy', 'true')
    const answer = await fetch(link.href, { signal: AbortSignal.timeout(10_000) })
    if (!answer.ok) throw new Error(String(answer.status))
    const page = pages.parseFromString(await answer.text(), 'text/html')
    const items = [...page.querySelectorAll('.papers > li')]
    list.append(...items)
    if (status) status.textContent = `${items.length} more papers are shown`
    const next = page.querySelector('.pager a[rel="next"]')
    if (!next) return link.remove()
    link.removeAttribute('aria-busy')
    link.setAttribute('href', next.getAttribute('href'))
    left -= 1
    if (left > 0) watch(link)
  }
  const watch = (link) => {
    const sight = new IntersectionObserver(
      ([entry]) => {
        if (!entry.isIntersecting) return
        sight.disconnect()
        // After a fault the link is there to be pressed: it shows what is wrong.
        follow(link).catch(() => link.removeAttribute('aria-busy'))
      },
      // Early enough that what stands below is seldom in sight when it is pushed down.
      { rootMargin: '2000px' },
    )
    sight.observe(link)
  }
  const first = document.querySelector('.pager[data-scroll] a[rel="next"]')
  // Who saves data chooses for each page; whoever has begun to scroll wants more.
  if (first && list && !navigator.connection?.saveData) {
    addEventListener('scroll', () => watch(first), { once: true, passive: true })
    // Who presses it meanwhile gets the papers that are on their way, and does not pass them over.
    first.addEventListener('click', (event) => {
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey
      if (first.ariaBusy === 'true' && !elsewhere) event.preventDefault()
    })
  }
}
