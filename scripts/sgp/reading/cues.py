"""Cues of English as observers write it: what praises, what wishes, what waves aside, what turns."""

from collections.abc import Mapping
from types import MappingProxyType

from sgp.reading.words import listed

WWW, EBI, HEAD_PRAISE, HEAD_POINT = "www", "ebi", "head of praise", "head of point"
PRAISE, WISH, LACK, DISMISS, NEEDED, URGE = "praise", "wish", "lack", "dismiss", "needed", "urge"
TURN, CONCEDE, WHICH, UNDER, REASON, ASIDE = "turn", "concede", "which", "under", "reason", "aside"
MAIN, MINOR, PLAIN, DOING = "main", "minor", "plain", "doing"

FAMILIES = frozenset((WISH, LACK, PLAIN, NEEDED))
"""Kinds that a word's whole family belongs to."""
WORRIES = frozenset(("issu", "problem", "concern", "worri"))
"""Families of words that may stand some way from their "not": "not a behaviour issue"."""

_CUES: Mapping[str, str] = {
    # what follows is praise
    WWW: """
        WWW; what went well
    """,
    # what follows is a point
    EBI: """
        EBI; even better if; even better; to make it even better
    """,
    # the same as headings only
    HEAD_PRAISE: """
        strengths; strength; positives; praise; went well; good points; pluses; liked
    """,
    # the same as headings only
    HEAD_POINT: """
        next steps; next step; targets; target; to improve; areas for development; area for development; development; to develop;
        development point; action; to work on; points; improvements; afd; areas to improve; think about; consider; next time; wish
    """,
    # praises
    PRAISE: """
        good; great; excellent; superb; superbly; lovely; strong; brilliant; brilliantly; fantastic; super; wonderful; impressive;
        outstanding; terrific; amazing; nice; nicely; well; pleasing; pleased; strength; enjoyed; loved; liked; impressed; a joy;
        a treat; spot on; first class; first rate; exemplary; beautifully; beautiful; effectively; successful; successfully;
        skilful; skilfully; secure; fine; ok; okay; solid; sound; fab; perfect; perfectly; thank; thanks; a pleasure; splendid;
        smooth; smoothly; crystal clear; confident; confidently; very effective; on point; top notch; delightful; marvellous; a
        highlight; a delight; a model for; no opt out; lively; in place; embedded; come on; come a long way; has improved; have
        improved; much improved; already; worked a treat; commendable; praiseworthy; admirable; well established; was clear; were
        clear; in good shape; under control; in hand; so well; sharp; cracked; nailed; mastered; gd; gud; v good; vg; very clear;
        so clear; no doubt
    """,
    # asks for a change
    WISH: """
        need; should; could; would; try; consider; must; ensure; make sure; work on; next; please; let's; lets; aim; focus on;
        develop; improve; improvement; better; more; further; instead; think about; look at; look into; remember to; how about;
        why not; perhaps; maybe; might; want; wish; time to; rather; have a go; build in; plan for; next time; from now on; in
        future; now for; turn to; turn your attention; move on to; attention to; priority; go deeper; would help; benefit;
        deserve; the gap; the issue; the thing; the one thing; left to; longer; less; fewer; require; ought; could do with; how
        will; how might; is there; are there; can you; can they; have you; what if
    """,
    # says what is wanting
    LACK: """
        not; no; never; lack; lacking; missing; without; too; only; few; little; poor; poorly; weak; rarely; seldom; hardly;
        unclear; limited; inconsistent; inconsistently; lost; nobody; none; nothing; no one; forgot; struggle; bored; confused;
        unsure; off task; wasted; wrong; dip; drift; drop; dropped; slip; slipped; ignored; unchecked; uncorrected; unmarked;
        slow; rushed; overran; late; noisy; stuck; idle; easy; hard; difficult; dragged; gave up; ran out; ages; vague; thin;
        patchy; absent; unmet; undone; neither; fail; failed; same; still; behind; lagged; let down; weaker; weakest; underused;
        waited; waiting; fell; chaotic; messy; mostly; always the same; under used; mixed; varied; variable; uneven; shaky; loose;
        sluggish; flat; tailed off
    """,
    # says that nothing is to be done
    DISMISS: """
        no need; not need; needs no; no further work; it not that; not that they; not that pupils; not that you; not so much; not
        touch; not change; not alter; not about; no change; needs nothing; need nothing; nothing to say; nothing to change;
        nothing to improve; anything to say; little to say; little to improve; can leave; leave that; leave this; not a lack; not
        lack; not a question; not issue; not problem; not concern; not worry; not an issue; not the issue; no issue; no issues;
        not a problem; no problem; no problems; not a concern; no concern; no concerns; not concerned; not a worry; no worries;
        not worried; not a priority; not the priority; not your priority; nothing wrong; not much wrong; little wrong; not fault;
        no longer; leave as it is; leave alone; is fine; was fine; are fine; were fine; fine as it is; sorted; can wait; as it is;
        as they are; the issue not; the issue is not; the problem not; the problem is not; the weakness not; the priority not; the
        focus not; the target not; the area not; the priority is not; the target is not; the focus is not; issue not; problem not;
        no complaints; nothing to fix; not necessary; not an area; not a weakness; not the problem; not the area; not what; not
        need any; not require; no work needed; not to work on; nothing to do with; not focus on; not work on; not spend; already
        strong; not the focus; not your focus; not a target; park; forget; no reason to; not your target; not a difficulty; no
        difficulty; no difficulties; not be a target; happy with; no fears; leave to one side; not bother; never an issue; never a
        problem; never in doubt; not one to; not one for; not a focus; not your next; not holding; not in question; not in doubt;
        no action; not needed; none needed; not be your
    """,
    # turns from praise to a point, or back
    TURN: """
        but; however; yet; whereas; nevertheless; nonetheless; that said; on the other hand; still though; instead; mind you
    """,
    # grants something
    CONCEDE: """
        although; though; while; whilst; despite; albeit; even though; much as; notwithstanding; for all; in spite
    """,
    # gives the reason
    REASON: """
        so
    """,
    # says what matters most
    MAIN: """
        main point; main thing; main area; main target; main; priority; focus on; work on; above all; key point; most of all; big
        one; first and foremost; most important; most importantly; concentrate on; attention to; turn to; time to tackle; the one
        to; next target; it is the; it's the; that is the; the thing is; key area; key target; real issue; the issue is; the gap
        is; the gap; focus next on; work next on; work instead on; focus instead on; is where; where i would; put your energy; put
        your effort; your effort into; needs attention; needs your attention; more a; biggest
    """,
    # says what matters less
    MINOR: """
        minor; minor point; also; small point; small thing; by the way; btw; as an aside; secondly; lesser; additionally; in
        passing; less important; less urgent; ps; also maybe; at some point; only a small
    """,
    # leads into what is said by the way
    UNDER: """
        before; b4; after; when; while; during; because; since; so; until; unless; whereas; as; if; where; once; in order to; for
        those; to help; to support; to promote; to avoid; to free; even when; even if; which means; meaning; otherwise
    """,
    # leads into what is not meant
    ASIDE: """
        far from; rather than; instead of; than; other than; apart from; aside from; unlike; as opposed to; in place of; not just;
        not only; except; besides; compared with; compared to
    """,
    # goes on about what stood before
    WHICH: """
        which; who; whose; that; thats; that were; where; and was; and were; and is; this was; these were; they were; it was
    """,
    # verbs of a sentence of its own
    PLAIN: """
        is; are; was; were; has; have; had; did; do; does; can; will; be; been; needs; need; should; could; would; seem; seemed;
        went; got; get; made; felt; looked; took; came; gave; worked; helped; knew; ran; became; spent; meant; saw; let; left;
        sat; lost
    """,
    # asks for a change even among praise
    NEEDED: """
        should; would benefit; next time; consider; even better; needs to be; need to be; needs more; need more; could be; could
        you; you could; could have been; would have been; to develop; to improve further; work on; more work; lacking; still need;
        still needs; must; try to; try; just need; only need; to consider; perhaps; needs work; need work; aim to; would help
    """,
    # does so at the beginning
    URGE: """
        try; aim for; work on; think about; look at; now
    """,
    # a demand, at the beginning
    DOING: """
        add; agree; aim; allow; ask; avoid; begin; brief; bring; build; call; challenge; change; check; chunk; circulate; collect;
        consider; correct; create; cut; deploy; develop; direct; discuss; display; do; encourage; ensure; establish; expect;
        explain; extend; find; focus; follow; get; give; go; greet; have; help; hold; increase; insist; introduce; involve; keep;
        know; leave; let; limit; link; look; make; mark; meet; model; move; narrate; offer; pause; pick; place; plan; practise;
        practice; praise; prepare; present; prompt; provide; push; put; quiz; raise; read; reduce; refer; rehearse; remember;
        remind; remove; require; return; revisit; reward; scaffold; seat; sequence; set; share; show; slow; speak; spend; spread;
        start; step; stick; stop; stretch; structure; take; talk; target; teach; tell; test; think; tighten; time; try; use; vary;
        wait; walk; warn; watch; work; write; split; probe; chase; log; sharpen; pre-teach; differentiate; adapt; liaise; coach;
        foster; verbalise; drill; enforce; mix; widen; swap
    """,
}

PLEASANTRIES = listed("""
    a above add again all amazing an and any are area areas as at atmosphere attached awaiting be been before below bit blank bravo
    brilliant but catch chat cheers children class clear comment comments congratulations continue day delightful development
    developments discuss discussed ditto doc document done ebi email energetic energy engaged engagement engaging enjoy enjoyable
    enjoyed enthusiasm enthusiastic ethos everyone excellent fantastic features feedback fine first follow for form from further general
    generally glad going good grade great happy he here hooray hour http https hyperlink i identified impressed impressive improvement
    in inspirational inspiring is it job joy keep kids kind knowledge last later leaf learners learning lesson lessons like liked lot
    lots love loved lovely marks me meeting minute more much my n/a na never next nice nil no none not note notes nothing observation of
    ok okay on one our outcomes outstanding over overall page passion pending perfect planned please pleased pleasure point points
    positive praise previous progress proud pupils really relationship relationships report requires review ri room said same say see
    self separate she sheet so spoken spot start strength strengths strong students stuff subject super superb talk target targets tba
    tbc teacher teaching thank thanks that the their there they thing things this time times to today top treat up us usual verbal
    verbally very visit warm was watch way we well went were what when whole with wonderful work wow www year yet you your
""")
"""Words that make no point by themselves."""

CUES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    kind: tuple(dict.fromkeys(p for phrase in phrases.split(";") if (p := " ".join(phrase.split())))) for kind, phrases in _CUES.items()
})
