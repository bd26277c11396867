"""English words, code by code; see `swedish`."""

from __future__ import annotations

import re

from bot.text.lint.words import Table, Words

DENIAL = re.compile(r"\b(?:not|no|never|without|avoid\w*|nobody|nothing|neither|\w+n't|\w+n’t|stop)\b")
ABBREVIATION = re.compile(
    r"\b(?!(?:TV|OK|ID|SMS|PIN|SOS|UK|EU)\b)(?:[A-Z]{2,5}|SoL)\b|§"
    r"|\b(?:[Cc]hapter|[Ss]ection|[Pp]aragraph|[Aa]rticle) \d+"
)
"""What nobody says aloud to a person: capital letters in a row, paragraphs of law."""

SELF = r"(?:i|we)\b"
NT = r"(?:n['’]t| not)"
PERSON = r"(?:the person|the patient|the client|the child|the adult|the young person|them|they|him|her)"
PARTNER = (
    r"(?:(?:your|the|their|her|his) (?:partner|other one|one who \w+|father|mother|husband|wife|ex)"
    r"|the one you live with|he|she|they)"
)
LEAVE = r"(?:leave|break up|split up|separate|divorce|move out|get out|walk out|get away|end it|stop seeing)"
ACT = rf"(?:{LEAVE}|report|tell|answer|decide|think of|go to the police|call the police|press charges|speak up|make up)"

TABLE = Table(
    {
        "T002": Words(
            always=r"""
            (?:stays?|remains?|keep it|kept) (?:just |only )?between (?:us|you)\b|between (?:you and me|the two of us)
            (?:everything|all|what|nothing|this|it)\b.{0,25}\b(?:stays|leaves|remains) (?:in|inside|within|here|this|
                with me)\b
            (?:completely|strictly|totally|absolutely|fully|entirely|100%) (?:confidential|secret|private|anonymous)
            (?:our|a little|your) (?:little )?secret\b
            i (?:will not|will never|won['’]t|never) pass (?:\w+ ){0,3}on\b
            (?:goes|go|going|passed|get|gets) no (?:further|farther)
            (?:nothing|never|not) (?:\w+ ){0,3}(?:passed on|shared|goes further|leaves this room)
        """,
            said=rf"""
            i (?:promise|swear) (?:not|never|that i will not|that i won['’]t|i won['’]t) (?:to )?(?:say|tell|write|
                speak|report|share)
            i(?: will|['’]ll|['’]d)?(?: not| never|(?<=ll)|{NT})? ?(?:won['’]t |will not |never )?(?:tell|
            say anything to|speak to|inform) (?:anyone|anybody|a soul|no one|nobody|the police|social services|others)
            i (?:will|won['’]t|shall) (?:\w+ )?(?:say|tell|write|report) (?:nothing|no one|nobody|anyone|anything|
                any of (?:this|it))\b
            (?:nobody|no one|no-one)(?: else)?(?: here)? (?:will|gets to|has to|needs to|is going to|can|
                may) (?:ever )?(?:know|read|hear|see|find out)
            keep(?:s|ing)? (?:\w+ )?(?:quiet|secret|silent|to myself)
            my lips
            breathe a word|(?:not|need not|no need to) (?:to )?involve (?:any|other)\w*
            (?:seen|read|known) (?:only )?by me|only i (?:see|read|know)|me alone
            (?:name|it|this) will (?:never|not) come (?:up|out)|silent as|trust me\b
            you (?:are|remain|stay) (?:completely )?anonymous
        """,
            staff=r"""
            (?:promise|assure|guarantee|tell)\b.{0,25}\b(?:secrecy|silence|confidential\w*|passed on|stays between)
        """,
            unless=r"""
            (?:cannot|can['’]?t|can not|do not|don['’]t|never|not) (?:\w+ )?promise|exceptions?|promise (?:nothing|not)
        """,
        ),
        "T003": Words(
            said=rf"""
            why\b(?! (?:do |must |am |are |have |did |will |should |can |does )?{SELF})(?! it is (?:common|
                so) that {SELF})(?! everyone| everybody)
            how come\b(?! {SELF})
            what (?:made|makes) you (?:go back|stay|return|wait|come back|move back|take|not)
            how could you (?:let|stay|go|believe|live|take|think)|what were you thinking|what possessed you
            for what reason|what (?:is|was) (?:the|your) reason
            what is it that (?:keeps|makes|stops) you|what (?:stopped|stops|kept|keeps) you from
            explain (?:to me )?(?:how|why)
            (?:the|your) reason (?:that |why )?you
        """,
            staff=rf"""
            (?:ask|find out|get to know|inquire|establish|let {PERSON} explain)\b.{{0,20}}\bwhy {PERSON}
            (?:make|have|ask) {PERSON} (?:to )?(?:explain|justify) (?:why|themselves)
            reasons? (?:for|to|why)\b.{{0,12}}\b(?:stay|staying|not leaving|remain)\w*
        """,
            unless=r"that is why|that['’]s why|this is why",
        ),
        "T004": Words(
            always=r"""
            (?:couples?|marriage|marital|relationship) (?:counsell?ing|therapy|session\w*|treatment)
            (?:offer|suggest|book|try|recommend|refer to)\w* family (?:counsell?ing|therapy)
            mediat\w+|reconcil\w+
            joint (?:talk|meeting|session|conversation|counsell?ing)\w*
            (?:both of (?:you|them)|you both|them both|the couple|the two of you|you two)\b.{0,12}\b(?:together|
                at the same time|in the same room)
            both(?: parties| partners)? (?:are|is|be) (?:present|there|in the room|included)|where both\b
            (?:bring|invite) (?:along |in )?(?:your|the|their) partner
            (?:bring|invite|ask|call) (?:in )?(?:your|their) (?:husband|wife|spouse|boyfriend|girlfriend)(?: \w+)? (?:
                in|along|here|too)\b
            (?:go to|see|call|start|need|get) (?:a )?family counsell?(?:ing|or)
            talk it (?:over|through) (?:together|with (?:each|one|your partner|both))|talk it out
            sort it out (?:together|between)|find a compromise|compromise
            call (?:in )?(?:the couple|both)
            both sides|three-way|(?:at|round) (?:one|the same) table|way back to each other|as a pair
            the two of you can|couples? therapist
            invite the other (?:party|one|parent)
        """,
        ),
        "T008": Words(
            always=r"""
            provok\w+|provocation
            (?:yourself|themselves|yourselves|himself|herself) to blame|blame (?:your|them)sel\w+
            takes two|(?:equally|both) (?:to blame|guilty|as bad)|as bad as each other|shared responsibility
            brought it on
            (?:nobody|no one|only \w+) (?:else )?to thank|asked for it|had it coming
        """,
            said=rf"""
            (?:is|was|['’]s) (?:partly |partially |also |mostly |really |a bit |somewhat |in part |probably |all |
                just )*your(?: own)? fault
            you (?:just |also )?(?:let|allowed|chose|accepted|tolerated|permitted|asked for|put up with)\b
            you (?:really |just |at least )*(?:should|ought to|could|might)(?:{NT})?(?: never| at least|
                 just)? have\b(?! to\b)
            (?:could|should) you not (?:\w+ )?have|(?:could|should)n['’]t you (?:\w+ )?have
            (?:had you|if you had|if only you)(?: \w+){{1,4}}? (?:sooner|earlier|at once|in time|before)
            did(?:n['’]t you| you not| you never) (?:think|consider|see|realise)
            what did you (?:do|say)\b.{{0,25}}\b(?:to make|to get|to upset|to deserve|to anger|before|so that)
            why (?:didn['’]t|did|do|don['’]t|have|haven['’]t) you (?:not )?(?:leave|stay|go back|scream|tell|say|call|
                report|come|run|fight|still)\w*
            why have you not
            how come you (?:\w+ )?(?:never|didn|did not|stayed|went)
            what (?:made|makes) you (?:go back|stay|return|come back|move back)
            how could you (?:let|stay|go|believe|live|take)|what were you thinking
            a (?:good|real|responsible) (?:parent|mother|father)
            you knew (?:very well|full well|what|how)\b(?! (?:you|helps|is best))|would not have happened
            wouldn['’]t have happened
            (?:if|had) you (?:only |just )?(?:had )?(?:kept|been|stayed|said|done) (?:calm|quiet|more|nothing|
                something)
            you have (?:put|exposed|dragged) (?:the|your) (?:children|kids)
            (?:your|own) (?:part|role|share) in|what (?:stopped|kept) you from|how you could (?:go|stay|let)
        """,
            staff=r"""
            (?:the person|the patient|the client|they) (?:\w+ )?(?:allows?|lets?|accepts?|tolerates?|chooses? to stay|
                puts? up|brings? it)\b
            (?:own fault|partly to blame|shares? the blame)
        """,
            unless=r"""
            (?:told|say|says|said|think|thinks|believe|feel|feels)\b.{0,20}\b(?:your|their|my) fault
            (?:not|never) your(?: own)? fault
        """,
        ),
        "T011": Words(
            always=r"""
            victims?\b(?! support| services)|perpetrators?\b|abusers?\b|offenders?\b|batterers?\b|aggressors?\b
            assailants?\b|wife[- ]?beaters?
            addicts?\b|alcoholics?\b|junkies?\b|drunks?\b|drunkards?|substance abusers?
            (?:the )?handicapped|cripples?\b|retarded|mental cases?|lunatics?|madm[ae]n
            the (?:disabled|mentally ill|demented)\b
            battered (?:women|woman|wife|wives)|abused (?:women|woman|wife|wives)
            immigrant (?:women|woman|men|famil\w+)|in (?:your|their) culture|muslim (?:famil\w+|men|women)
            \w+-beaters?\b|tormentors?\b|tyrants?\b|(?:the|a) battered\b|drug users?\b|drug abusers?|molesters?\b
            bullies\b
            (?:roma|muslims|somalis|arabs|gypsies|kurds)\b
        """,
            unless=r"crime victim (?:authority|support|compensation)",
            advised=False,
        ),
        "T012": Words(
            always=r"""
            (?:he|she|him|her|his|hers|herself|himself)\b
            (?:the|this|that) (?:man|woman|lady|gentleman|husband|wife|boyfriend|girlfriend|mother|father|girl|
                boy)\b(?!['’]s (?:shelter|clinic))
            an? (?:\w+ )?(?:woman|man)\b(?! (?:or|and)|-)
            women (?:are|get) (?:hurt|hit|abused|exposed|beaten)|men (?:hit|abuse|beat|use violence)
            (?:the |this |that )?(?:guy|bloke|fellow|dude|lad)\b|(?:the )?children['’]s (?:father|mother|dad|mum)
            a (?:girl|boy|lady|guy) (?:like|who)
        """,
            said=r"""
            your (?:ex-?)?(?:husband|wife|boyfriend|girlfriend|fianc\w+|old man|lady)\b
            what does (?:dad|mum|mom|daddy|mummy)
        """,
            staff=r"(?:the (?:person|patient|client)['’]s) (?:husband|wife|boyfriend|girlfriend)\b",
            unless=r"""
            (?:he|she) (?:or|/) ?s?he|s/he|(?:him|her|his) or (?:her|him|his)s?
            (?:both )?(?:women and men|men and women)\b(?! (?:hit|beat|abuse))|whatever their gender
        """,
            advised=False,
        ),
        "T013": Words(
            said=r"""
            prehospital|anamnes\w+|exposed to|disclosures?|safeguarding|interventions?|network\b|consent\w*
            risk (?:assessment|analysis|evaluation)\w*|coercive control|multi-?agency|stakeholders?|statutory
            case ?workers?|case managers?
            clients?\b|service users?|referrals?\b|actioned|provisions?\b|overrid\w+|convene\w*|initiat\w+
            perpetrat\w+|domestic abuse
            screening|indicators?|assessment tool\w*|documentation|placements?\b|non-fatal|signpost\w*|escalat\w+
            triag\w+|cohort|pathways?
            confidentiality act|forensic|jurisdiction|pursuant|hereby|aforementioned|comorbid\w*|presenting problem
            ward rounds?|feed(?:ing)? back|outpatient\w*|inpatient\w*|care providers?|obligations?\b|criteria
            criterion|(?:your )?scores?\b|cut-?offs?|thresholds?
            referring|refer you|ongoing|enhanced|evidence-based|risk factors?|psychosocial|relevan\w+|prioriti\w+
            identif\w+|verif\w+|indicat\w+|multidisciplinary|symptom\w*|diagnos\w+|presentation
        """
        ),
        "T017": Words(
            always=r"""
            (?:everything|it|all|things|life)(?: here)? (?:will|is going to|['’]s going to|are going to|
            ['’]ll)(?: soon| surely)? (?:be (?:all right|alright|fine|ok|okay|good|better|over|well)|work out|go well|
                get better|turn out|stop|end|sort)\w*
            (?:everything|it|all|things|life) (?:gets|becomes|turns out) (?:better|fine|good|all right)
            (?:nobody|no one|no-one|they|nothing) (?:will|can|is going to|are going to|['’]ll)(?: not| never|
                 ever)? (?:take|touch|harm|hurt|happen to)\b.{0,8}\b(?:your|you|the children)
            you (?:will|['’]ll|get to|are going to) (?:of course )?keep (?:your|the) (?:children|kids|home|child)
            (?:completely|totally|perfectly|always|100%|absolutely) safe|you (?:are|will be) safe (?:here|now|with us)
            the police (?:will|are going to) (?:protect|keep|take care|stop)
            never happens? again|will not happen again|won['’]t happen again|not happen again
            guarantee\w*
            i (?:promise|swear)\b(?! (?:not|never|that i (?:will not|won)))
            we (?:will|['’]ll|are going to) (?:fix|solve|sort|make sure (?:it|that|nobody|no|he|she|they|your))
            (?:partner|family|parents|they|he|she) (?:will|is going to|are going to|['’]ll) (?:never|
                not) (?:get to )?(?:know|find|hear)
            if you report\b.{0,12}\b(?:stop|end|over)
            don['’]t worry|do not worry|(?:never|not|no longer) (?:have|need) to (?:be (?:afraid|scared)|worry)
            (?:tomorrow|soon|then)\b.{0,25}\b(?:feels?|be|get|is) (?:lighter|better|easier|over|fine)
            social services will (?:get|find|give|fix|sort|arrange)
            no harm (?:can|will)|(?:usually|always) (?:puts a stop|stops it|works out|solves)
            the children (?:stay|will stay|remain) with you
            you (?:will|are going to|['’]ll) (?:get|be|have)\b.{0,15}\b(?:flat|place|free|protected|protection)\b
        """,
            staff=r"promise\b.{0,20}\b(?:that (?:it|all|everything|nobody|no|the person|they)|help|protection|a place)",
            unless=r"""
            (?:cannot|can['’]?t|can not|do not|don['’]t|never|not) (?:\w+ )?(?:promise|guarantee)
            promise (?:nothing|not)
        """,
        ),
        "T018": Words(
            always=r"""
            quarrel\w*|squabbl\w*|tiff\b|relationship (?:problems?|troubles?|issues?)|marital (?:problems?|trouble)
            disagreement\w*
            (?:an?|the|their|had|bit of an?|little) (?:argument|row|spat|fight)\b(?! for)
            conflict\w* (?:between|in the (?:relationship|couple)|at home)|temper\b|misunderstanding\w*
            (?:only|just|merely) (?:an?|some|a little|a few|one) (?:\w+ )?(?:push|shove|slap|blow|word|time|smack|
                threat|joke|tap|once)\w*
            (?:just|only|merely) (?:words|once|joking|a joke)\b
            (?:a little|a bit of a?|a small|some) (?:push|shove|slap|fighting|row|rough|smack)\w*
            bicker\w*|trifle\w*|spat\b|petty|domestics?\b(?! violence)
        """,
            said=r"""
            (?:not|n['’]t|hardly) (?:really )?(?:that|so|all that) (?:bad|serious|terrible|dangerous)
            (?:could|might) (?:well )?(?:have been|be) (?:much |far )?worse|(?:have|had) it (?:much |far |a lot )?worse
            (?:all|most|every|many) (?:couples?|famil\w+|relationships?|marriages?)\b
            happens? (?:to everyone|to the best|everywhere)
            (?:try to|just|better to|best to) (?:forget|let it go|move on|put it behind)
            (?:did(?: not|n['’]t)|never) (?:really )?mean (?:it|that|any|to)
            (?:had|was) (?:just|only|probably) (?:drunk|had|a bad|stressed|tired)|drink talking
            exaggerat\w*|overreact\w*|oversensitive|too sensitive|a real (?:blow|punch)
            (?:has|have) to expect|what one expects|goes away|will heal
            (?:mostly|more of|rather|just) an? (?:gesture|game|tap|joke)|stressed (?:out )?(?:by|from|at)
            part of (?:life|any relationship|being)|no big deal|nothing to worry|not the end of the world
            heat of the moment
        """,
            unless=r"call it (?:an?|the)",
        ),
        "T019": Words(
            said=rf"""
            (?:you|you['’]ve) (?:\w+ )?(?:must|have to|need to|should|ought to|got to|['’]d better)(?: really| now|
                 just| at once| go and)* {ACT}\b(?! me if)
            (?:no|not any|not have a) (?:other |real )?choice|now you have to|it is time you
            (?:the )?best thing (?:would be|is|for you is|you can do is) (?:\w+ )?to {LEAVE}
            promise me|i (?:insist|demand|expect) (?:that )?you|you owe it
            think (?:of|about) (?:the|your) (?:children|kids|child|family)
            (?:if|unless) you (?:do(?: not|n['’]t) )?(?:report|leave|tell|answer|press)\b.{{0,20}}\b(?:cannot|
                can['’]?t|will not|won['’]t) help
            (?:leave|break up with|move away from|walk away from|stop seeing) (?:him|her|them|your (?:partner|husband|
                wife))\b
            (?:pack|take|grab) your (?:things|bags)
            why not (?:just )?(?:leave|move|go|report)
            a (?:good|real) (?:parent|mother|father) (?:would|leaves|goes)
            for the (?:children|kids)['’]s? sake\b(?!.{{0,25}}\b(?:i|we) )
            for the sake of (?:the|your) (?:children|kids)
            it is (?:high )?time (?:to|that you|you) (?:pack|leave|go|report|tell|decide)|how much longer
            sign here|take responsibility|pack (?:a|your) bag|before it is too late
            do(?: not|n['’]t) be (?:a coward|silly|so weak)|you had better|otherwise (?:i|we) (?:must|will|have)
        """,
            staff=rf"""
            persuad\w+|convinc\w+|talk {PERSON} into|pressure {PERSON}|force {PERSON}|push {PERSON}|urge {PERSON} to
            (?:get|make) {PERSON} (?:to )?(?:leave|report|admit|tell|sign|see|confess|agree|go|understand|move)
            press (?:for|on|{PERSON}|harder)|insist\w*|demand (?:that|an?)\b|do not give up
            keep at it|until (?:you (?:have )?(?:got|get)|they (?:say|agree|answer))|nag\w*\b
            do not (?:settle|stop) (?:for|until)
        """,
        ),
        "T020": Words(
            always=rf"""
            monsters?\b|beasts?\b|brutes?\b|idiots?\b|pigs?\b|bastards?\b|jerks?\b|creeps?\b|scum\b|evil\b
            good-for-nothing|loser\w*
            (?:horrible|terrible|awful|dreadful|nasty|vile|useless|worthless) (?:human|person|man|woman|partner|
                parent|husband|wife)\w*
            {PARTNER} (?:is|seems|sounds|must be|was) (?:\w+ ){{0,2}}(?:nasty|crazy|mad|sick|stupid|horrible|cruel|
                mean|wicked|dangerous|disturbed|insane|a coward|awful)\b
            not to be trusted|cannot be trusted|can['’]t be trusted
            cowards?\b|no heart|heartless|no normal (?:person|human)|normal people
            unpleasant (?:impression|person|type)|surely violent|bully\b
        """,
            said=r"""
            deserve (?:someone |somebody |much |something |so much )*better
            (?:people|men|women|someone|somebody|anyone|a person|those) (?:like (?:that|him|her|them|your partner))
            (?:never|don['’]t|do not) change\b
            (?:put up with|stand|live with) such a
            too good for (?:your|them|him|her|this)
        """,
        ),
        "T021": Words(
            always=rf"""
            narcissis\w+|psychopath\w*|sociopath\w*|co-?dependent|co-?dependency|stockholm syndrome
            learned helplessness|hysteric\w*
            (?:the person|{PARTNER}|you|the patient) (?:\w+ ){{0,3}}(?:borderline|bipolar|psychotic|paranoid|
                schizophrenic|depressed|traumati[sz]ed|demented|mentally ill|manic|autistic|burnt out)\b
            (?:suffers? from|has|have|had|got|with)(?: (?:\w+ ){{0,2}}?)(?:a |an )?(?:depression|ptsd|adhd|autism|
                trauma|psychosis|dementia|\w+ syndrome|personality disorder|attachment disorder)\b
            sounds like (?:an? )?(?:depression|psychosis|\w+ disorder)
            disturbed personality|(?:anxiety|personality|attachment|mood) disorders?|psychotic (?:partner|person|man)
            addicted to the relationship|clinically speaking|post-?traumatic
        """,
            said=r"""
            (?:a|classic|severe) trauma\b
        """,
        ),
    }
)
