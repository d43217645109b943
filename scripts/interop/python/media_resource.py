"""A session of WHIP or WHEP: plain HTTP, as RFC 9725 has it, with everything that is not as it should be raised."""

import asyncio
import re
import urllib.error
import urllib.parse
import urllib.request

OFFER = "application/sdp"
FRAGMENT = "application/trickle-ice-sdpfrag"
CANDIDATE = re.compile(r"^a=(?:candidate:.*|end-of-candidates)\r\n", re.MULTILINE)


def ask(method, url, body=None, headers=None):
    """Status, headers and text of the answer, whatever it is."""
    request = urllib.request.Request(url, None if body is None else body.encode(), headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode()


def without_candidates(offer):
    return CANDIDATE.sub("", offer)


def fragment_of(offer):
    """The candidates of the first medium, which the others are bundled with. Source: RFC 8840 section 9."""
    head, medium = offer.split("\r\nm=", 2)[:2]
    lines = (head + "\r\nm=" + medium).split("\r\n")
    wanted = ("a=ice-ufrag:", "a=ice-pwd:", "m=", "a=mid:", "a=candidate:")
    kept = [line for start in wanted for line in lines if line.startswith(start)]
    return "\r\n".join([*kept, "a=end-of-candidates", ""])


class MediaResource:
    """One endpoint, and the session that was opened at it."""

    def __init__(self, endpoint):
        self.endpoint, self.address, self.tag = endpoint, None, None

    async def request(self, method, url, body=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await asyncio.get_running_loop().run_in_executor(None, ask, method, url, body, named)

    async def expect(self, status, method, url, body=None, **headers):
        got, answer_headers, text = await self.request(method, url, body, **headers)
        if got != status:
            raise RuntimeError(f"{method} {url}: {got} instead of {status}: {text[:200]}")
        return answer_headers, text

    async def open(self, offer):
        """Opens the session; gives the answer."""
        headers, answer = await self.expect(201, "POST", self.endpoint, offer, Content_Type=OFFER)
        if headers.get_content_type() != OFFER or not headers["ETag"] or not headers["Location"]:
            raise RuntimeError(f"the answer lacks a header: {dict(headers)}")
        self.address, self.tag = urllib.parse.urljoin(self.endpoint, headers["Location"]), headers["ETag"]
        return answer

    def identifier(self):
        return urllib.parse.urlsplit(self.address).path.rsplit("/", 1)[-1]

    async def trickle(self, offer):
        """What the offer kept back."""
        await self.expect(
            204, "PATCH", self.address, fragment_of(offer), Content_Type=FRAGMENT, If_Match=self.tag
        )

    async def check_refusals(self, offer):
        """While the session lives, in the only slot of its handler."""
        await self.expect(429, "POST", self.endpoint, offer, Content_Type=OFFER)
        headers, _ = await self.expect(415, "POST", self.endpoint, "{}", Content_Type="application/json")
        if headers["Accept-Post"] != OFFER:
            raise RuntimeError("a 415 without Accept-Post")
        fragment = fragment_of(offer)
        for tag, status in (('"another"', 412), ("*", 422), (self.tag, 204)):
            await self.expect(
                status, "PATCH", self.address, fragment, Content_Type=FRAGMENT, If_Match=tag
            )

    async def delete(self):
        await self.expect(200, "DELETE", self.address)
        await self.expect(404, "DELETE", self.address)

    async def check_slot(self, offer):
        """That the slot of the deleted session is free."""
        await self.open(offer)
        await self.delete()
