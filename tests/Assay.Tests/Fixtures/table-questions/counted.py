"""Answers of the sets i-ferry and i-clinic-stock, worked out over the rows as they were read back from the files that were written."""
import os
import json
from decimal import Decimal as D
from datetime import date

HERE = os.path.dirname(os.path.abspath(__file__))

def num(x):
    if isinstance(x,D): return int(x) if x==x.to_integral_value() and x.as_tuple().exponent>=0 else float(x)
    return x
def has(rows,c): return [r for r in rows if r[c] is not None]
def refs(rows): return sorted({r['_ref'] for r in rows})
def cnt(rows): return len(rows),refs(rows)
def total(rows,c):
    rows=has(rows,c); assert rows; return num(sum((D(str(r[c])) for r in rows),D(0))),refs(rows)
def avg(rows,c):
    rows=has(rows,c); assert len(rows)>1; return float(sum(D(str(r[c])) for r in rows)/len(rows)),refs(rows)
def ext(rows,c,f):
    rows=has(rows,c); m=f(r[c] for r in rows); w=[r for r in rows if r[c]==m]; assert len(w)==1,(c,m,len(w)); return w[0]
def val(r,c): return num(D(str(r[c]))) if not isinstance(r[c],str) else r[c]
def hi(rows,c): r=ext(rows,c,max); return val(r,c),refs([r])
def lo(rows,c): r=ext(rows,c,min); return val(r,c),refs([r])
def whi(rows,c,n): r=ext(rows,c,max); return r[n],refs([r])
def wlo(rows,c,n): r=ext(rows,c,min); return r[n],refs([r])
def groups(rows,k):
    g={}
    for r in has(rows,k): g.setdefault(r[k],[]).append(r)
    return g
def by(rows,k,f):
    g=groups(rows,k); out=[];rf=[]
    for n in sorted(g):
        a,x=f(g[n]); out.append([n,a]); rf+=x
    return out,sorted(set(rf))
def best(rows,k,f,pick=max):
    g=groups(rows,k); v={n:f(x) for n,x in g.items()}
    m=pick(a for a,_ in v.values()); w=[n for n in v if v[n][0]==m]; assert len(w)==1,(k,w,m); return w[0],v[w[0]][1]
def top(rows,c,n,name,rev=True):
    s=sorted(has(rows,c),key=lambda r:r[c],reverse=rev); x=s[:n+1]; assert len({r[c] for r in x})==n+1,[r[c] for r in x]
    return [[r[name],val(r,c)] for r in x[:n]],refs(x[:n])
def topg(rows,k,f,n):
    v=sorted(((f(x),nm) for nm,x in groups(rows,k).items()),key=lambda t:-t[0][0]); x=v[:n+1]; assert len({a[0][0] for a in x})==n+1
    return [[nm,a] for (a,_),nm in x[:n]],sorted({q for (_,r),_ in x[:n] for q in r})
def distinct(rows,c): rows=has(rows,c); return len({r[c] for r in rows}),refs(rows)
def pct(part,whole):
    assert 0<len(part)<len(whole); return float(D(100)*len(part)/len(whole)),refs(part)
def more(a,b): return len(a)-len(b),refs(a+b)
def look(rows,c): assert len(rows)==1; return val(rows[0],c),refs(rows)
def write(path,set_,qs):
    assert len(qs)==50,len(qs); assert len({q for q,_ in qs})==50
    with open(path,'w') as f:
        for i,(q,(a,r)) in enumerate(qs,1):
            assert r,q
            f.write(json.dumps({"id":f"{set_}-{i:02d}","question":q,"answer":a,"rows":r},ensure_ascii=False)+"\n")
