"""Cues of English as observers write it: what praises, what wishes, what waves aside, what turns."""

from collections.abc import Mapping
from types import MappingProxyType

from sgp.reading.words import listed

WWW, EBI, HEAD_PRAISE, HEAD_POINT = "www", "ebi", "head of praise", "head of point"
PRAISE, WISH, LACK, DISMISS, NEEDED, URGE = "praise", "wish", "lack", "dismiss", "needed", "urge"
TURN, CONCEDE, WHICH, UNDER, REASON, ASIDE = "turn", "concede", "which", "under", "reason", "aside"
MAIN, MINOR, PLAIN, DOING = "main", "minor", "plain", "doing"

ASKS = frozenset((WISH, NEEDED, URGE, DOING, MAIN))
"""Kinds that ask for a change."""
FAMILIES = frozenset((WISH, LACK, PLAIN, NEEDED))
"""Kinds that a word's whole family belongs to."""
WORRIES = frozenset(("issu", "problem", "concern", "worri"))
"""Families of words that may stand some way from their "not": "not a behaviour issue"."""

# "=please" is met by this very word alone: "pleased" is praise.
_CUES: Mapping[str, str] = {
    # what follows is praise
    WWW: """
        WWW; what went well
    """,
    # what follows is a point
    EBI: """
        EBI; even better; even better if; to make it even better
    """,
    # the same as headings only
    HEAD_PRAISE: """
        good points; liked; pluses; positives; praise; strength; strengths; went well
    """,
    # the same as headings only
    HEAD_POINT: """
        action; afd; area for development; areas for development; areas to improve; consider; development; development point;
        improvements; next step; next steps; next time; points; target; targets; think about; to develop; to improve; to work on;
        wish
    """,
    # praises
    PRAISE: """
        a delight; a highlight; a joy; a model for; a pleasure; a treat; admirable; already; amazing; beautiful; beautifully;
        brilliant; brilliantly; come a long way; come on; commendable; confident; confidently; cracked; crystal clear; delightful;
        effectively; embedded; enjoyed; excellent; exemplary; fab; fantastic; fine; first class; first rate; gd; good; great; gud;
        has improved; have improved; helpful; impressed; impressive; in good shape; in hand; in place; inside out; liked; lively;
        loved; lovely; marvellous; mastered; much improved; nailed; nice; nicely; no doubt; no opt out; ok; okay; on point;
        outstanding; perfect; perfectly; pleased; pleasing; praiseworthy; purposeful; secure; sharp; skilful; skilfully; smooth;
        smoothly; so clear; so well; solid; sound; splendid; spot on; strength; strong; successful; successfully; super; superb;
        superbly; terrific; thank; thanks; thorough; top notch; under control; up to date; v good; very clear; very effective; vg;
        was clear; well; well established; were clear; wonderful; worked a treat
    """,
    # asks for a change
    WISH: """
        =please; =pls; =plz; aim; are there; attention to; benefit; better; build in; can they; can you; consider; could; could do
        with; deserve; develop; ensure; fewer; focus on; from now on; further; go deeper; have a go; have you; how about; how
        might; how will; improve; improvement; in future; instead; is there; left to; less; let's; lets; longer; look at; look
        into; make sure; maybe; might; more; move on to; must; need; next; next time; now for; ought; perhaps; plan for; priority;
        rather; remember to; require; should; the gap; the issue; the one thing; the thing; think about; time to; try; turn to;
        turn your attention; want; what if; why not; wish; work on; would; would help
    """,
    # says what is wanting
    LACK: """
        absent; ages; always the same; behind; bored; chaotic; confused; difficult; dip; dragged; drift; drop; dropped; easy;
        fail; failed; fell; few; flat; forgot; gave up; hard; hardly; idle; ignored; inconsistent; inconsistently; lack; lacking;
        lagged; late; let down; limited; little; loose; lost; messy; missing; mixed; mostly; neither; never; no; no one; nobody;
        noisy; none; not; nothing; off task; only; overran; patchy; poor; poorly; ran out; rarely; rushed; same; seldom; shaky;
        slip; slipped; slow; sluggish; still; struggle; stuck; tailed off; thin; too; unchecked; unclear; uncorrected; under used;
        underused; undone; uneven; unmarked; unmet; unsure; vague; variable; varied; waited; waiting; wasted; weak; weaker;
        weakest; without; wrong
    """,
    # says that nothing is to be done
    DISMISS: """
        already strong; anything to say; are fine; as it is; as they are; can leave; can wait; fine as it is; happy with; i'd
        leave; is fine; issue not; it not that; leave alone; leave as it is; leave that; leave this; leave to one side; little to
        improve; little to say; little wrong; need nothing; needs no; needs nothing; never a problem; never an issue; never in
        doubt; no action; no change; no complaints; no concern; no concerns; no criticism; no difficulties; no difficulty; no
        fears; no further work; no issue; no issues; no longer; no need for; no need to; no problem; no problems; no quarrel; no
        real need; no reason to; no work needed; no worries; none needed; not a concern; not a difficulty; not a focus; not a
        lack; not a priority; not a problem; not a question; not a target; not a weakness; not a worry; not about; not alter; not
        an area; not an issue; not be a target; not be your; not bother; not change; not concern; not concerned; not fault; not
        focus on; not holding; not in doubt; not in question; not issue; not lack; not much wrong; not necessary; not need; not
        need any; not needed; not one for; not one to; not problem; not require; not so much; not spend; not that pupils; not that
        they; not that you; not the area; not the focus; not the issue; not the priority; not the problem; not to work on; not
        touch; not what; not work on; not worried; not worry; not your focus; not your next; not your priority; not your target;
        nothing against; nothing to change; nothing to do with; nothing to fix; nothing to improve; nothing to say; nothing wrong;
        problem not; sorted; the area not; the focus is not; the focus not; the issue is not; the issue not; the priority is not;
        the priority not; the problem is not; the problem not; the target is not; the target not; the weakness not; was fine; were
        fine; would leave; you have no need
    """,
    # turns from praise to a point, or back
    TURN: """
        but; however; instead; mind you; nevertheless; nonetheless; on the other hand; still though; that said; whereas; yet
    """,
    # grants something
    CONCEDE: """
        albeit; although; despite; even though; for all; in spite; much as; notwithstanding; though; while; whilst
    """,
    # gives the reason
    REASON: """
        so
    """,
    # says what matters most
    MAIN: """
        above all; attention to; big one; biggest; concentrate on; first and foremost; focus instead on; focus next on; focus on;
        is where; it is the; it's the; key area; key point; key target; main; main area; main point; main target; main thing; more
        a; most important; most importantly; most of all; needs attention; needs your attention; next target; priority; put your
        effort; put your energy; real issue; that is the; the gap; the gap is; the issue is; the one to; the thing is; time to
        tackle; turn to; where i would; work instead on; work next on; work on; your effort into
    """,
    # says what matters less
    MINOR: """
        additionally; also; also maybe; as an aside; at some point; btw; by the way; in passing; less important; less urgent;
        lesser; minor; minor point; only a small; ps; secondly; small point; small thing
    """,
    # leads into what is said by the way
    UNDER: """
        after; as; b4; because; before; during; even if; even when; for those; if; in order to; meaning; not just; not only; once;
        otherwise; since; so; to avoid; to free; to help; to promote; to support; unless; until; when; where; whereas; which
        means; while
    """,
    # leads into what is not meant
    ASIDE: """
        apart from; as opposed to; aside from; besides; compared to; compared with; except; far from; in place of; instead of;
        less about; less of a; less on; other than; rather than; than; unlike
    """,
    # goes on about what stood before
    WHICH: """
        and is; and was; and were; it was; that; that were; thats; these were; they were; this was; where; which; who; whose
    """,
    # verbs of a sentence of its own
    PLAIN: """
        are; be; became; been; came; can; could; did; do; does; felt; gave; get; got; had; has; have; helped; is; knew; left; let;
        looked; lost; made; meant; need; needs; ran; sat; saw; seem; seemed; should; spent; took; was; went; were; will; worked;
        would
    """,
    # asks for a change even among praise
    NEEDED: """
        aim to; consider; could be; could have been; could you; even better; just need; lacking; more work; must; need more; need
        to be; need work; needs more; needs to be; needs work; next time; only need; perhaps; should; still need; still needs; to
        consider; to develop; to improve further; try; try to; work on; would benefit; would have been; would help; you could
    """,
    # does so at the beginning
    URGE: """
        aim for; look at; now; think about; try; work on
    """,
    # a demand, at the beginning
    DOING: """
        adapt; add; agree; aim; allow; ask; avoid; begin; brief; bring; build; call; challenge; change; chase; check; chunk;
        circulate; coach; collect; consider; correct; create; cut; deploy; develop; differentiate; direct; discuss; display; do;
        drill; encourage; enforce; ensure; establish; expect; explain; extend; find; focus; follow; foster; get; give; go; greet;
        have; help; hold; increase; insist; introduce; involve; keep; know; leave; let; liaise; limit; link; log; look; make;
        mark; meet; mix; model; move; narrate; offer; pause; pick; place; plan; practice; practise; praise; pre-teach; prepare;
        present; probe; prompt; provide; push; put; quiz; raise; read; reduce; refer; rehearse; remember; remind; remove; require;
        return; revisit; reward; scaffold; seat; sequence; set; share; sharpen; show; slow; speak; spend; split; spread; start;
        step; stick; stop; stretch; structure; swap; take; talk; target; teach; tell; test; think; tighten; time; try; use; vary;
        verbalise; wait; walk; warn; watch; widen; work; write
    """,
}

PLEASANTRIES = listed("""
    a above add again all amazing an and any are area areas as at atmosphere attached awaiting be been before below bit blank bravo
    brilliant but catch chat cheers children class clear comment comments congratulations continue day delightful development
    developments discuss discussed ditto doc document done ebi email energetic energy engaged engagement engaging enjoy enjoyable
    enjoyed enthusiasm enthusiastic ethos everyone excellent fantastic features feedback fine first follow for form from further general
    generally glad going good grade great happy he here hooray hour http https hyperlink i identified impressed impressive improvement
    in inspirational inspiring is it job joy keep kids kind knowledge last later leaf learners learning lesson lessons like liked lot
    lots love loved lovely marks me meet meeting minute more much my n/a na never next nice nil no none not note notes nothing
    observation of ok okay on one our outcomes outstanding over overall page passion pending perfect planned please pleased pleasure
    point points positive praise previous progress proud pupils really relationship relationships report requires review ri room said
    same say see self separate she sheet so spoken spot start strength strengths strong students stuff subject super superb talk target
    targets tba tbc teacher teaching thank thanks that the their there they thing things this time times to today top treat up us usual
    verbal verbally very visit warm was watch way we well went were what when whole will with wonderful work wow write written wrote www
    year yet you your
""")
"""Words that make no point by themselves."""

CUES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    kind: tuple(dict.fromkeys(p for phrase in phrases.split(";") if (p := " ".join(phrase.split())))) for kind, phrases in _CUES.items()
})
