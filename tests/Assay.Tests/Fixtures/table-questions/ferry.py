"""i-ferry: sailings, routes and vessels of a ferry operator, phrased by somebody who did not know how questions are read."""
import csv,os,random
from counted import *
from datetime import timedelta
R=random.Random(4711); out=os.path.join(HERE,'i-ferry'); os.makedirs(out,exist_ok=True)
routes=[("Harwick-Skelby","North Isles",42,135,"Okafor, Ben","yes",date(1974,5,18)),
("Harwick-Ulsay","North Isles",67,210,"Okafor, Ben","yes",date(1981,6,27)),
("Skelby-Ulsay","North Isles",18,60,"Whitcombe, Dilys","yes",date(1996,4,15)),
("Nunmoor-Tarvie","Western Sound",11,35,"Raeburn, Iona","no",date(1968,3,30)),
("Nunmoor-Brenholm","Western Sound",29,95,"Raeburn, Iona","no",date(2003,7,14)),
("Tarvie-Dunlarig","Western Sound",35,110,"Whitcombe, Dilys","yes",date(2011,5,21)),
("Port Ellis-Quay St Anne","Estuary",6,20,"Castellani, Marco","no",date(1959,8,31)),
("Port Ellis-Brenholm","Estuary",23,75,"Castellani, Marco","no",date(1988,9,19)),
("Port Ellis-Dunlarig","Estuary",31,100,"Castellani, Marco",None,date(2017,10,23))]
V="""Corran|car ferry|1998|1,150|210|112.4|Harwick|£24,500,000
Lady Brenna|car ferry|1987|980|164|98.7|Harwick|£11,750,000
Storm Petrel|catamaran|2012|620|80|74.2|Skelby|£38,900,000
Sea Thistle|catamaran|2016|540||68.9|Nunmoor|£31,200,000
Isle of Ulsay|car ferry|2009|1,320|248|121.0|Harwick|£46,300,000
Tarvie Belle|passenger ferry|1979|310||44.5|Nunmoor|£1,850,000
Northern Crest|car ferry|1992|1,040|190|104.3|Skelby|£17,600,000
Brenholm Castle|car ferry|2001|870|152|94.1|Port Ellis|£21,400,000
Saint Anne|passenger ferry|1994|420||51.2|Port Ellis|£3,975,000
Gannet|catamaran|2019|480||62.0|Port Ellis|£29,850,000
Dunlarig|car ferry|1984|760|128|88.8|Nunmoor|£8,200,000
Heavy Lady|freight ferry|1990|48|36|126.6|Harwick|£14,900,000
Orran Trader|freight ferry|2005|36|24|118.3|Port Ellis|£22,150,000
Pride of Nunmoor|car ferry|2014|1,210|226|117.5|Nunmoor|£52,700,000
Kittiwake|passenger ferry|2003|260||39.8|Port Ellis|£4,420,000
Old Harwick|car ferry|1971|540|72|76.0|Harwick|
Ternwater|passenger ferry|2008|280||41.1|Skelby|£5,060,000
Solan|catamaran|2021|590|64|71.7|Skelby|£41,300,000
Mary Raeburn|passenger ferry|1966|180||33.4|Nunmoor|
Black Skerry|freight ferry|1997|24|30|109.9|Skelby|£16,450,000
Fulmar|catamaran|2007|440||60.3|Nunmoor|£19,700,000
Ellis Point|car ferry|1995|690|118|86.2|Port Ellis|£13,350,000
Lark|passenger ferry|2015|150||28.6|Port Ellis|£2,780,000
Razorbill|catamaran|2010|460||61.5|Harwick|£24,050,000
Kelda|car ferry|2018|940|176|101.8|Skelby|£49,100,000
Eider|passenger ferry|1999|220||36.7|Nunmoor|£3,310,000""".split('\n')
use={"Harwick-Skelby":["Corran","Isle of Ulsay","Lady Brenna","Northern Crest"],"Harwick-Ulsay":["Isle of Ulsay","Corran","Heavy Lady"],
"Skelby-Ulsay":["Northern Crest","Storm Petrel","Solan"],"Nunmoor-Tarvie":["Tarvie Belle","Sea Thistle","Dunlarig"],
"Nunmoor-Brenholm":["Pride of Nunmoor","Dunlarig"],"Tarvie-Dunlarig":["Dunlarig","Pride of Nunmoor","Sea Thistle"],
"Port Ellis-Quay St Anne":["Saint Anne","Gannet"],"Port Ellis-Brenholm":["Brenholm Castle","Orran Trader","Gannet"],"Port Ellis-Dunlarig":["Brenholm Castle","Orran Trader"]}
w={"Harwick-Skelby":24,"Harwick-Ulsay":13,"Skelby-Ulsay":12,"Nunmoor-Tarvie":15,"Nunmoor-Brenholm":10,"Tarvie-Dunlarig":8,"Port Ellis-Quay St Anne":18,"Port Ellis-Brenholm":11,"Port Ellis-Dunlarig":7}
caps=["Lindqvist, Karin","Abernethy, Callum","Moreau, Sylvie","Tan, Wei Ming","Garrick, Tom","Osei, Nana","Fairbairn, Ruth"]
cap={l.split('|')[0]:int(l.split('|')[3].replace(',','')) for l in V}; cars={l.split('|')[0]:l.split('|')[4] for l in V}
dist={r[0]:r[2] for r in routes}
days=sorted(R.sample(range(183),118-0) if False else [R.randrange(183) for _ in range(118)])
sail=[]
rl=[r for r in w for _ in range(w[r])]; R.shuffle(rl); assert len(rl)==118
for i,(d,rt) in enumerate(zip(days,rl)):
    dt=date(2025,4,1)+timedelta(d); v=R.choice(use[rt]); st=R.choices(["on time","delayed","cancelled"],[66,24,10])[0]
    c=R.choices(caps,[6,5,4,4,3,3,2])[0] if R.random()>.07 else None
    fr=cap[v]<60
    if st=="cancelled": p=k=f=rev=dl=None
    else:
        p=max(4,int(cap[v]*R.uniform(.25,.97))); k=int(int(cars[v])*R.uniform(.3,1)) if cars[v] else None
        f=round(R.uniform(120,640),1) if fr else (round(R.uniform(3,85),1) if cars[v] and R.random()<.6 else None)
        rev=round(p*R.uniform(.26,.38)*(dist[rt]+10)+(k or 0)*R.uniform(14,29)+(f or 0)*R.uniform(21,26),2); dl=0 if st=="on time" else R.randrange(6,118)
    rem={"cancelled":["gale warning, all sailings stopped","engine fault","no crew"],"delayed":["fog, left late","late freight, waited for two lorries","berth occupied",None,None],"on time":[None]*9+["school party, 64 pupils"]}[st]
    sail.append((f"F-{2041+i}",dt,rt,v,c,p,k,f,rev,st,dl,R.choice(rem)))
fd=lambda d:d.strftime('%d/%m/%Y'); e=lambda x:'' if x is None else x
def w_(n,h,rows):
    with open(f'{out}/{n}.csv','w',newline='') as f: c=csv.writer(f); c.writerow(h); c.writerows(rows)
w_('sailings',["Sailing","Date","Route","Vessel","Captain","Passengers","Cars","Freight (t)","Ticket revenue","Status","Delay (min)","Remarks"],
 [(s[0],fd(s[1]),s[2],s[3],e(s[4]),'' if s[5] is None else f'{s[5]:,}',e(s[6]),e(s[7]),'' if s[8] is None else f'£{s[8]:,.2f}',s[9],e(s[10]),e(s[11])) for s in sail])
w_('routes',["Route","Region","Distance (nm)","Crossing time (min)","Route manager","Subsidised","Opened"],[(*[e(x) for x in r[:6]],fd(r[6])) for r in routes])
w_('vessels',["Vessel","Type","Built","Passenger capacity","Car capacity","Length (m)","Home port","Purchase price"],[l.split('|') for l in V])
# ---- read back
NUM={"Passengers","Cars","Freight (t)","Ticket revenue","Delay (min)","Distance (nm)","Crossing time (min)","Built","Passenger capacity","Car capacity","Length (m)","Purchase price"}
def cell(c,x):
    if x=='': return None
    if c in("Date","Opened"): d,m,y=x.split('/'); return date(int(y),int(m),int(d))
    if c in NUM: return D(x.replace('£','').replace(',',''))
    return x
def rd(n):
    rows=[]
    for i,r in enumerate(csv.DictReader(open(f'{out}/{n}.csv',newline='')),1): 
        q={c:cell(c,x) for c,x in r.items()}; q['_ref']=f'{n}:{i}'; rows.append(q)
    return rows
S,RT,VS=rd('sailings'),rd('routes'),rd('vessels')
assert [(r['Sailing'],r['Date'],r['Route'],r['Vessel'],r['Captain'],r['Passengers'],r['Cars'],r['Freight (t)'] and float(r['Freight (t)']),r['Ticket revenue'] and float(r['Ticket revenue']),r['Status'],r['Delay (min)'],r['Remarks']) for r in S]==sail
rm={r['Route']:r for r in RT}; vm={r['Vessel']:r for r in VS}
J=[{**{k:v for k,v in rm[s['Route']].items()},**{k:v for k,v in vm[s['Vessel']].items()},**s} for s in S]
F=lambda p,t=None:[r for r in (t if t is not None else J) if p(r)]
def mon(m,t=None): return F(lambda r:r['Date'].month==m,t)
g=lambda c:(lambda r:lambda v: None)
eq=lambda c,*v,t=None:F(lambda r:r[c] in v,t)
gt=lambda c,v,t=None:F(lambda r:r[c] is not None and r[c]>v,t)
lt=lambda c,v,t=None:F(lambda r:r[c] is not None and r[c]<v,t)
bt=lambda c,a,b,t=None:F(lambda r:r[c] is not None and a<=r[c]<=b,t)
P,TR='Passengers','Ticket revenue'
sp=lambda x:total(x,P); st=lambda x:total(x,TR)
Q=[
("How many sailings are in our list altogether?",cnt(J)),
("how many sailings were cancelled?",cnt(eq('Status','cancelled'))),
("How many sailings do we have on the Harwick-Skelby route?",cnt(eq('Route','Harwick-Skelby'))),
("number of sailings assigned to the Corran",cnt(eq('Vessel','Corran'))),
("How many sailings have Karin Lindqvist down as captain?",cnt(eq('Captain','Lindqvist, Karin'))),
("For how many sailings is no captain entered?",cnt(F(lambda r:r['Captain'] is None))),
("How many sailings carried more than 900 passengers?",cnt(gt(P,900))),
("sailings with more than 150 cars on board, how many?",cnt(gt('Cars',150))),
("How many sailings had between 300 and 500 passengers?",cnt(bt(P,300,500))),
("How many times were we more than 45 minutes late?",cnt(gt('Delay (min)',45))),
("How many sailings were scheduled before 1 May 2025?",cnt(lt('Date',date(2025,5,1)))),
("How many sailings are dated after 15 September 2025?",cnt(gt('Date',date(2025,9,15)))),
("How many sailings were there in July 2025?",cnt(mon(7))),
("Can you tell me how many sailings fell between 1 June 2025 and 15 June 2025?",cnt(bt('Date',date(2025,6,1),date(2025,6,15)))),
("How many sailings were not cancelled?",cnt(F(lambda r:r['Status']!='cancelled'))),
("How many sailings ran on either Nunmoor-Tarvie or Nunmoor-Brenholm, whatever their status?",cnt(eq('Route','Nunmoor-Tarvie','Nunmoor-Brenholm'))),
("How many sailings on Port Ellis-Quay St Anne were delayed?",cnt(eq('Status','delayed',t=eq('Route','Port Ellis-Quay St Anne')))),
("How many passengers did we carry in total?",sp(J)),
("total passengers June 2025",sp(mon(6))),
("What was the ticket revenue on Port Ellis-Brenholm?",st(eq('Route','Port Ellis-Brenholm'))),
("I'm putting together the monthly report for the board and still need the ticket revenue for the whole of August 2025, could you add it up for me?",st(mon(8))),
("How many tonnes of freight did the Orran Trader carry?",total(eq('Vessel','Orran Trader'),'Freight (t)')),
("What's the average number of passengers on the Harwick-Ulsay route?",avg(eq('Route','Harwick-Ulsay'),P)),
("When a sailing is delayed, how long is the delay on average?",avg(eq('Status','delayed'),'Delay (min)')),
("Average ticket revenue per sailing for the Isle of Ulsay?",avg(eq('Vessel','Isle of Ulsay'),TR)),
("Which sailing carried the most passengers?",whi(J,P,'Sailing')),
("Which sailing had the longest delay?",whi(J,'Delay (min)','Sailing')),
("What was the highest ticket revenue on a single sailing in May 2025?",hi(mon(5),TR)),
("What's the smallest number of passengers we had on a Harwick-Skelby sailing?",lo(eq('Route','Harwick-Skelby'),P)),
("Top 3 sailings by ticket revenue, please",top(J,TR,3,'Sailing')),
("Which five vessels carried the most passengers overall?",topg(J,'Vessel',sp,5)),
("How many different captains appear in the sailings?",distinct(J,'Captain')),
("which route had the most sailings?",best(J,'Route',cnt)),
("Which route brought in the most ticket revenue?",best(J,'Route',st)),
("Passengers per route?",by(J,'Route',sp)),
("Break the sailings down by status: how many of each?",by(J,'Status',cnt)),
("How many sailings were in the North Isles region?",cnt(eq('Region','North Isles'))),
("How many passengers travelled in the Estuary region?",sp(eq('Region','Estuary'))),
("What's the total ticket revenue from subsidised routes?",st(eq('Subsidised','yes'))),
("How many sailings were scheduled with a catamaran?",cnt(eq('Type','catamaran'))),
("How many sailings used a vessel built before 1995?",cnt(lt('Built',1995))),
("Which region has the highest ticket revenue?",best(J,'Region',st)),
("On routes managed by Marco Castellani, what's the average number of passengers per sailing?",avg(eq('Route manager','Castellani, Marco'),P)),
("Total ticket revenue by vessel type",by(J,'Type',st)),
("What percentage of all sailings was cancelled?",pct(eq('Status','cancelled'),J)),
("Of the sailings in the Western Sound, what percentage was delayed?",pct(eq('Status','delayed',t=eq('Region','Western Sound')),eq('Region','Western Sound'))),
("How many of our vessels have a passenger capacity above 1,000?",cnt(gt('Passenger capacity',1000,VS))),
("What did we pay for all the catamarans together?",total(eq('Type','catamaran',t=VS),'Purchase price')),
("Which vessel is the oldest?",wlo(VS,'Built','Vessel')),
("What is the distance of the Skelby-Ulsay route?",look(eq('Route','Skelby-Ulsay',t=RT),'Distance (nm)')),
]
write(out+'/questions.jsonl','i-ferry',Q)
